// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=the x32 numbers of system calls must not go around the filter
// category: system call ABI (x32)
#include <cstdio>
#include <sys/syscall.h>
#include <unistd.h>
int main() {
    long pid = syscall(0x40000000L + SYS_getpid);
    std::printf("x32 getpid %ld\n", pid);
    if (pid > 0) std::puts("CANARY-BREACH x32 calls pass");
}
