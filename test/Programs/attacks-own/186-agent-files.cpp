// expect: verdict=accepted; stdout_contains=agent closed; stdout_excludes=CANARY; note=the environment, the root and the open files of pid 1 stay closed
// category: pid 1
#include <cstdio>
#include <fcntl.h>
#include <initializer_list>
#include <unistd.h>
int main() {
    char b[4096];
    for (const char* p : {"/proc/1/environ", "/proc/1/maps", "/proc/1/mem", "/proc/1/root/etc/passwd", "/proc/1/cwd/.", "/proc/1/fdinfo/0", "/proc/1/pagemap", "/proc/1/personality"}) {
        int fd = open(p, O_RDONLY);
        if (fd >= 0) std::printf("CANARY-BREACH opened %s\n", p);
    }
    int fd = open("/proc/1/cmdline", O_RDONLY);
    ssize_t n = fd >= 0 ? read(fd, b, sizeof b) : 0;
    for (ssize_t i = 0; i < n; ++i) std::putchar(b[i] ? b[i] : ' ');
    std::puts("\nagent closed");
}
