// expect: verdict=accepted; stdout_contains=touched 200 MiB; stdout_excludes=-; note=control: well below the limit of 256 MiB
// category: control (no attack)
#include <cstdio>
#include <cstdlib>
int main() {
    const long size = 200L << 20;
    volatile char* p = static_cast<char*>(std::malloc(size));
    if (!p) return 1;
    for (long i = 0; i < size; i += 4096) p[i] = 1;
    std::puts("touched 200 MiB");
}
