// expect: verdict=memory_limit|runtime_error; stdout_contains=-; stdout_excludes=CANARY; note=huge pages are charged like others
// category: memory bomb (huge pages)
#include <cstdio>
#include <sys/mman.h>
int main() {
    const long size = 512L << 20;
    void* p = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
    if (p == MAP_FAILED) {
        p = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        madvise(p, size, MADV_HUGEPAGE);
    }
    for (long i = 0; i < size; i += 4096) static_cast<volatile char*>(p)[i] = 1;
    std::puts("CANARY-BREACH 512 MiB were given");
}
