// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=[deadline] [run=2] page tables of terabytes of one small file, in many processes: they count as memory, and taking them apart looks at no signal, so the verdict must not wait for it
// category: time limit evasion in the kernel
#include <cstdio>
#include <sys/mman.h>
#include <unistd.h>
int main() {
    const long piece = 32L << 20, step = 2L << 20; // a page table covers 2 MiB
    int fd = memfd_create("small", 0);
    if (fd < 0 || ftruncate(fd, piece)) return 1;
    for (int c = 0; c < 30; ++c) {
        if (fork() != 0) continue;
        for (int i = 0; i < 16384; ++i) {
            char* map = static_cast<char*>(mmap(nullptr, piece, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd, 0));
            if (map == MAP_FAILED) break;
            volatile char sum = 0;
            for (long at = 0; at < piece; at += step) sum = static_cast<char>(sum + map[at]);
        }
        pause();
    }
    sleep(2);
    std::puts("mapped");
}
