// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=no better priority than others, no real-time class
// category: scheduling priority
#include <cerrno>
#include <cstdio>
#include <initializer_list>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
int main() {
    errno = 0;
    if (setpriority(PRIO_PROCESS, 0, -10) == 0) std::puts("CANARY-BREACH negative nice value");
    sched_param p{};
    p.sched_priority = 1;
    for (int policy : {SCHED_FIFO, SCHED_RR})
        if (sched_setscheduler(0, policy, &p) == 0) std::puts("CANARY-BREACH real-time class");
    const int realtime_io = 1;
    if (syscall(SYS_ioprio_set, 1, 0, realtime_io << 13) == 0) std::puts("CANARY-BREACH real-time disk class");
    std::puts("scheduling checked");
}
