// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=all writable places together are bounded
// category: disk fill
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <initializer_list>
#include <unistd.h>
int main() {
    std::signal(SIGXFSZ, SIG_IGN);
    static char b[1 << 20];
    std::memset(b, 1, sizeof b);
    long written = 0;
    for (const char* d : {".", "/tmp", "/dev/shm", "/var/tmp", "/run", "/dev"})
        for (int i = 0; i < 40; ++i) {
            char p[64];
            std::snprintf(p, sizeof p, "%s/fill-%d", d, i);
            int fd = open(p, O_CREAT | O_WRONLY, 0600);
            if (fd < 0) break;
            for (int k = 0; k < 60 && write(fd, b, sizeof b) == sizeof b; ++k) ++written;
            close(fd);
        }
    std::printf("wrote %ld MiB\n", written);
    if (written > 300) std::puts("CANARY-BREACH more than 300 MiB on disk");
}
