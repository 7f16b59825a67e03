// expect: verdict=accepted; stdout_contains=shared memory fine; stdout_excludes=-; note=control: POSIX and SysV shared memory and semaphores between own processes
// category: control (no attack)
#include <cstdio>
#include <fcntl.h>
#include <semaphore.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
int main() {
    int fine = 0, fd = shm_open("/mine", O_CREAT | O_RDWR, 0600);
    fine += fd >= 0 && ftruncate(fd, 4096) == 0;
    auto posix = static_cast<int*>(mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
    int id = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    auto sysv = static_cast<int*>(shmat(id, nullptr, 0));
    fine += posix != MAP_FAILED && sysv != reinterpret_cast<int*>(-1);
    auto gate = static_cast<sem_t*>(mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    fine += sem_init(gate, 1, 0) == 0;
    if (fork() == 0) { *posix = 11; *sysv = 22; sem_post(gate); _exit(0); }
    sem_wait(gate);
    wait(nullptr);
    fine += *posix == 11 && *sysv == 22;
    int set = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600), queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    struct { long type; char text[4]; } message{1, "abc"};
    fine += set >= 0 && queue >= 0 && msgsnd(queue, &message, 4, 0) == 0 && msgrcv(queue, &message, 4, 0, 0) == 4;
    std::puts(fine == 5 ? "shared memory fine" : "shared memory broken");
}
