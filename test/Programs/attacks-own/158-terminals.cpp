// expect: verdict=accepted; stdout_contains=no terminal; stdout_excludes=CANARY; note=no terminal to type into, no console to write to
// category: terminals
#include <cstdio>
#include <fcntl.h>
#include <initializer_list>
#include <sys/ioctl.h>
#include <unistd.h>
int main() {
    for (int fd = 0; fd < 3; ++fd) {
        char c = 'x';
        if (isatty(fd)) std::printf("CANARY-BREACH descriptor %d is a terminal\n", fd);
        if (ioctl(fd, TIOCSTI, &c) == 0) std::puts("CANARY-BREACH typed into a terminal");
    }
    for (const char* p : {"/dev/tty", "/dev/console", "/dev/tty0", "/dev/ttyS0", "/dev/kmsg", "/dev/pts/0"}) {
        int fd = open(p, O_RDWR | O_NOCTTY | O_NONBLOCK);
        if (fd >= 0) std::printf("CANARY-BREACH %s opened\n", p);
    }
    std::puts("no terminal");
}
