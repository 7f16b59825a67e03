// expect: verdict=accepted; stdout_contains=tree planted; stdout_excludes=-; note=[run=2] forty sleeping descendants of several generations, all orphans
// category: orphans
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
static void grow(int depth) {
    if (depth == 0) return;
    for (int i = 0; i < 3; ++i)
        if (fork() == 0) { if (i == 0) setsid(); grow(depth - 1); for (;;) sleep(3600); }
}
int main() {
    guard();
    grow(3);
    usleep(100000);
    std::puts("tree planted");
}
