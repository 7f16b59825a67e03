// expect: verdict=accepted; stdout_contains=sum=; stdout_excludes=-; note=control: a local array of 40 MiB fits into the stack of 64 MiB
// category: control (no attack)
#include <cstdio>
#include <cstring>
int main() {
    volatile char local[40 << 20];
    long sum = 0;
    for (long i = 0; i < 40L << 20; i += 4096) { local[i] = 1; sum += local[i]; }
    std::printf("sum=%ld\n", sum);
}
