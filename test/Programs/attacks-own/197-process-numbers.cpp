// expect: verdict=accepted; stdout_contains=numbers fine; stdout_excludes=CANARY; note=it is not process 1, its numbers are small, its group and session are its own
// category: process numbers
#include <cstdio>
#include <unistd.h>
int main() {
    if (getpid() == 1) std::puts("CANARY-BREACH runs as process 1");
    if (getppid() < 0) std::puts("CANARY-BREACH odd parent");
    std::printf("pid %d ppid %d pgid %d sid %d\n", static_cast<int>(getpid()), static_cast<int>(getppid()), static_cast<int>(getpgid(0)), static_cast<int>(getsid(0)));
    std::puts("numbers fine");
}
