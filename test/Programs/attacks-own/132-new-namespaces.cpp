// expect: verdict=accepted; stdout_contains=namespaces refused; stdout_excludes=CANARY; note=no new namespace by unshare, clone or clone3: a user namespace would give all capabilities back
// category: namespaces
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x80
#endif
int main() {
    const struct { unsigned long flag; const char* name; } all[] = {{CLONE_NEWUSER, "user"}, {CLONE_NEWNS, "mnt"}, {CLONE_NEWPID, "pid"}, {CLONE_NEWNET, "net"}, {CLONE_NEWIPC, "ipc"}, {CLONE_NEWUTS, "uts"}, {CLONE_NEWCGROUP, "cgroup"}, {CLONE_NEWTIME, "time"}};
    for (auto& x : all) {
        if (unshare(static_cast<int>(x.flag)) == 0) std::printf("CANARY-BREACH unshare %s\n", x.name);
        std::fflush(stdout);
        if (x.flag != CLONE_NEWTIME) {
            long child = syscall(SYS_clone, x.flag | SIGCHLD, 0, 0, 0, 0);
            if (child == 0) _exit(0);
            if (child > 0) { std::printf("CANARY-BREACH clone %s\n", x.name); wait(nullptr); }
        }
        std::uint64_t arguments[8] = {x.flag, 0, 0, 0, SIGCHLD, 0, 0, 0};
        long child = syscall(435, arguments, sizeof arguments);
        if (child == 0) _exit(0);
        if (child > 0) { std::printf("CANARY-BREACH clone3 %s\n", x.name); wait(nullptr); }
    }
    std::puts("namespaces refused");
}
