// expect: verdict=runtime_error(SIGXFSZ)|accepted; stdout_contains=-; stdout_excludes=CANARY; note=RLIMIT_FSIZE or the size of the file system holds
// category: SIGXFSZ
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
int main() {
    static char b[1 << 20];
    std::memset(b, 1, sizeof b);
    int fd = open("large", O_CREAT | O_WRONLY, 0600), written = 0;
    while (written < 300 && write(fd, b, sizeof b) == sizeof b) ++written;
    if (written > 65) std::puts("CANARY-BREACH a file of more than 64 MiB");
}
