// expect: verdict=accepted; stdout_contains=hopping; stdout_excludes=-; note=[run=2] a child that lives for microseconds and hands over to its own child outruns a killer that goes from pid to pid
// category: kill race
#include <cstdio>
#include <cstring>
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
    for (int i = 0; i < 8; ++i)
        if (fork() == 0) {
            setsid();
            for (;;) {
                pid_t next = fork();
                if (next > 0) _exit(0);
            }
        }
    usleep(200000);
    std::puts("hopping");
}
