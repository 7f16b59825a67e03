// expect: verdict=time_limit|memory_limit|runtime_error; stdout_contains=-; stdout_excludes=CANARY; note=[bomb] every process forks for ever, the pid limit holds and the cpu limit ends them
// category: fork bomb
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
    for (;;) (void)!fork();
}
