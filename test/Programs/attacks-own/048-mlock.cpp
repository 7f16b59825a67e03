// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=locked pages cannot be reclaimed: a small limit or none at all
// category: memory locking
#include <cstdio>
#include <cstdlib>
#include <sys/mman.h>
int main() {
    const size_t size = 100 << 20;
    void* p = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mlock(p, size) == 0) std::puts("CANARY-BREACH 100 MiB locked");
    if (mlockall(MCL_CURRENT | MCL_FUTURE) == 0 && mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED) std::puts("CANARY-BREACH everything locked");
    std::puts("locking checked");
}
