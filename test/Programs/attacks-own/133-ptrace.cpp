// expect: verdict=accepted; stdout_contains=ptrace refused; stdout_excludes=CANARY; note=neither pid 1 nor the parent can be traced
// category: ptrace
#include <cstdio>
#include <initializer_list>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
int main() {
    for (pid_t p : {static_cast<pid_t>(1), getppid()}) {
        if (p <= 0 || p == getpid()) continue;
        for (auto request : {PTRACE_SEIZE, PTRACE_ATTACH})
            if (ptrace(request, p, nullptr, nullptr) == 0) { std::printf("CANARY-BREACH traces %d\n", static_cast<int>(p)); ptrace(PTRACE_DETACH, p, nullptr, nullptr); }
        long fd = syscall(SYS_pidfd_open, p, 0);
        if (fd >= 0) for (int i = 0; i < 32; ++i)
            if (syscall(SYS_pidfd_getfd, fd, i, 0) >= 0) std::printf("CANARY-BREACH took descriptor %d of %d\n", i, static_cast<int>(p));
    }
    std::puts("ptrace refused");
}
