// expect: verdict=accepted; stdout_contains=alone; stdout_excludes=CANARY; note=[parallel=2] two jobs at the same time use the same names and never meet
// category: isolation between jobs
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <initializer_list>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <unistd.h>
int main() {
    for (const char* p : {"same", "/tmp/same", "/dev/shm/same", "/var/tmp/same"})
        if (open(p, O_CREAT | O_EXCL | O_RDWR, 0666) < 0 && errno == EEXIST) std::printf("CANARY-BREACH %s is another job's\n", p);
    if (shmget(99, 4096, IPC_CREAT | IPC_EXCL | 0666) < 0 && errno == EEXIST) std::puts("CANARY-BREACH a segment is another job's");
    usleep(800000);
    std::puts("alone");
}
