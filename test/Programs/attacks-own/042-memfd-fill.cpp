// expect: verdict=memory_limit|runtime_error; stdout_contains=-; stdout_excludes=CANARY; note=anonymous files are memory of the job
// category: memory bomb (memfd)
#include <csignal>
#include <cstdio>
#include <cstring>
#include <sys/mman.h>
#include <unistd.h>
int main() {
    std::signal(SIGXFSZ, SIG_IGN);
    static char block[1 << 20];
    std::memset(block, 1, sizeof block);
    long written = 0;
    for (int i = 0; i < 20; ++i) {
        int fd = memfd_create("bomb", 0);
        if (fd < 0) return 2;
        for (int k = 0; k < 60 && write(fd, block, sizeof block) > 0; ++k) ++written;
    }
    if (written > 300) std::printf("CANARY-BREACH %ld MiB in memory files\n", written);
    return 3;
}
