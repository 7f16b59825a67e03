// expect: verdict=accepted; stdout_contains=descriptors checked; stdout_excludes=CANARY; note=only 0, 1 and 2 are open when a program starts
// category: leaked descriptors
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>
int main() {
    char p[64], t[256];
    for (int fd = 3; fd < 65536; ++fd)
        if (fcntl(fd, F_GETFD) >= 0) {
            std::snprintf(p, sizeof p, "/proc/self/fd/%d", fd);
            ssize_t n = readlink(p, t, sizeof t - 1);
            t[n > 0 ? n : 0] = 0;
            std::printf("CANARY-BREACH descriptor %d is open: %s\n", fd, t);
        }
    std::puts("descriptors checked");
}
