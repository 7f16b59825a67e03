// expect: verdict=accepted; stdout_contains=reserved; stdout_excludes=-; note=reserving addresses is not using memory: sanitizers and collectors do it
// category: address space reservation
#include <cstdio>
#include <sys/mman.h>
int main() {
    void* p = mmap(nullptr, 1UL << 40, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    std::puts(p == MAP_FAILED ? "refused" : "reserved");
}
