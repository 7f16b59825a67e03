// expect: verdict=accepted; stdout_contains=churned; stdout_excludes=-; note=ten gigabytes are taken and given back in pieces of 64 MiB: only what is held at a time counts
// category: memory (peak)
#include <cstdio>
#include <sys/mman.h>
int main() {
    const long size = 64L << 20;
    for (int i = 0; i < 160; ++i) {
        auto p = static_cast<volatile char*>(mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        for (long k = 0; k < size; k += 1L << 16) p[k] = 1;
        munmap(const_cast<char*>(p), size);
    }
    std::puts("churned");
}
