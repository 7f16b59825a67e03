// expect: verdict=accepted; stdout_contains=-; stdout_excludes=-; note=a mebibyte on each stream is allowed, to the last byte
// category: output limit (exact)
#include <cstring>
#include <unistd.h>
int main() {
    static char b[1 << 20];
    std::memset(b, 'd', sizeof b);
    for (int fd = 1; fd <= 2; ++fd)
        for (size_t done = 0; done < sizeof b;) {
            ssize_t n = write(fd, b + done, sizeof b - done);
            if (n <= 0) return 1;
            done += static_cast<size_t>(n);
        }
}
