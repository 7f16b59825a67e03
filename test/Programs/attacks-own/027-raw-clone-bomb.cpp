// expect: verdict=accepted; stdout_contains=clones stopped at; stdout_excludes=CANARY; note=processes made by the bare system call are counted too
// category: fork bomb (clone)
#include <csignal>
#include <cstdio>
#include <cstring>
#include <sys/syscall.h>
#include <unistd.h>
static void guard() {  // refuses to run outside a pid namespace, so that a mistake cannot hurt the host
    char b[64];
    ssize_t n = readlink("/proc/self/ns/pid", b, sizeof b - 1);
    if (n > 0) {
        b[n] = 0;
        if (!std::strcmp(b, "pid:[4026531836]")) {
            std::puts("CANARY-BREACH running in the initial pid namespace");
            std::fflush(stdout);
            _exit(99);
        }
    }
}
int main() {
    guard();
    int n = 0;
    for (; n < 5000; ++n) {
        long child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
        if (child == 0) for (;;) pause();
        if (child < 0) break;
    }
    if (n > 64) std::puts("CANARY-BREACH more processes than allowed");
    std::printf("clones stopped at %d\n", n);
}
