// expect: verdict=accepted; stdout_contains=setns refused; stdout_excludes=CANARY; note=namespaces of others cannot be opened, own ones not joined again
// category: setns
#include <cstdio>
#include <fcntl.h>
#include <initializer_list>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>
int main() {
    for (const char* n : {"user", "mnt", "pid", "net", "ipc", "uts", "cgroup", "time"}) {
        char p[64];
        std::snprintf(p, sizeof p, "/proc/1/ns/%s", n);
        int fd = open(p, O_RDONLY);
        if (fd >= 0) std::printf("CANARY-BREACH opened %s\n", p);
        if (fd >= 0 && setns(fd, 0) == 0) std::printf("CANARY-BREACH joined %s\n", p);
    }
    long fd = syscall(SYS_pidfd_open, 1, 0);
    if (fd >= 0 && setns(static_cast<int>(fd), CLONE_NEWNET | CLONE_NEWUSER) == 0) std::puts("CANARY-BREACH joined by pidfd");
    std::puts("setns refused");
}
