// expect: verdict=accepted; stdout_contains=io_uring refused; stdout_excludes=CANARY; note=io_uring goes around the system call filter
// category: io_uring
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sys/syscall.h>
#include <unistd.h>
int main() {
    char parameters[512];
    std::memset(parameters, 0, sizeof parameters);
    errno = 0;
    long fd = syscall(425, 8, parameters);
    if (fd >= 0) std::puts("CANARY-BREACH io_uring_setup");
    std::printf("io_uring refused, errno %d\n", errno);
}
