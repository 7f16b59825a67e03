// expect: verdict=any-but-contained; stdout_contains=filtered itself; stdout_excludes=CANARY; note=a program may restrict itself further, which must not confuse the engine
// category: seccomp (own)
#include <cstddef>
#include <cstdio>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <unistd.h>
int main() {
    std::puts("filtered itself");
    std::fflush(stdout);
    sock_filter kill_all[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)};
    sock_fprog program{1, kill_all};
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
    return getpid() == 0;
}
