// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=SysV segments and /dev/shm files are charged to the job
// category: memory bomb (shared memory)
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <unistd.h>
int main() {
    std::signal(SIGXFSZ, SIG_IGN);
    static char block[1 << 20];
    std::memset(block, 1, sizeof block);
    long touched = 0;
    for (int i = 0; i < 20; ++i) {
        char name[32];
        std::snprintf(name, sizeof name, "/bomb%d", i);
        int fd = shm_open(name, O_CREAT | O_RDWR, 0600);
        for (int k = 0; fd >= 0 && k < 50 && write(fd, block, sizeof block) == sizeof block; ++k) ++touched;
    }
    for (int i = 0; i < 20; ++i) {
        int id = shmget(IPC_PRIVATE, 32 << 20, IPC_CREAT | 0600);
        auto p = static_cast<char*>(shmat(id, nullptr, 0));
        if (p == reinterpret_cast<char*>(-1)) break;
        for (int k = 0; k < 32; ++k, ++touched) std::memset(p + (k << 20), 1, 1 << 20);
        shmdt(p);
    }
    std::printf("touched %ld MiB\n", touched);
    if (touched > 300) std::puts("CANARY-BREACH shared memory beyond the limit");
}
