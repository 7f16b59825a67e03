// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=a file that claims a terabyte
// category: sparse file
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>
int main() {
    std::signal(SIGXFSZ, SIG_IGN);
    int fd = open("sparse", O_CREAT | O_RDWR, 0600);
    if (ftruncate(fd, 1L << 40) == 0) std::puts("CANARY-BREACH a file of a terabyte");
    if (pwrite(fd, "x", 1, 1L << 40) == 1) std::puts("CANARY-BREACH a byte at a terabyte");
    std::puts("sparse checked");
}
