// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=memory of the kernel on behalf of the job: pipes of a mebibyte each
// category: kernel memory (pipes)
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
int main() {
    static char block[1 << 20];
    long total = 0;
    for (int i = 0; i < 2000; ++i) {
        int ends[2];
        if (pipe2(ends, O_NONBLOCK) != 0) break;
        fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
        for (ssize_t n; (n = write(ends[1], block, sizeof block)) > 0;) total += n;
    }
    std::printf("%ld MiB in pipes\n", total >> 20);
    if (total > 300L << 20) std::puts("CANARY-BREACH pipes beyond the memory limit");
}
