// expect: verdict=accepted; stdout_contains=finished; stdout_excludes=-; note=[stdin=lines:100000] fills stderr, then stdout, and only then reads its input: all three must flow at the same time
// category: pipe deadlock
#include <cstdio>
#include <cstring>
#include <unistd.h>
int main() {
    static char b[900000];
    std::memset(b, 'e', sizeof b);
    for (int fd = 2; fd >= 1; --fd)
        for (size_t done = 0; done < sizeof b;) {
            ssize_t n = write(fd, b + done, sizeof b - done);
            if (n <= 0) return 1;
            done += static_cast<size_t>(n);
        }
    long count = 0;
    for (ssize_t n; (n = read(0, b, sizeof b)) > 0;) count += n;
    if (count != 1000000) return 2;
    std::puts("finished");
}
