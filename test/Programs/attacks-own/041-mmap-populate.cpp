// expect: verdict=memory_limit|runtime_error; stdout_contains=-; stdout_excludes=CANARY; note=one call that wants a gigabyte at once
// category: memory bomb (populate)
#include <cstdio>
#include <sys/mman.h>
int main() {
    void* p = mmap(nullptr, 1UL << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (p == MAP_FAILED) return 2;
    for (long i = 0; i < 1L << 30; i += 4096) static_cast<volatile char*>(p)[i] = 1;
    std::puts("CANARY-BREACH a gigabyte was given");
}
