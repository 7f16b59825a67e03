// expect: verdict=accepted; stdout_contains=limits hold; stdout_excludes=CANARY; note=hard limits cannot be raised, nor those of the agent changed
// category: resource limits
#include <cstdio>
#include <initializer_list>
#include <sys/resource.h>
#include <unistd.h>
int main() {
    for (auto what : {RLIMIT_CORE, RLIMIT_NOFILE, RLIMIT_FSIZE, RLIMIT_STACK, RLIMIT_MEMLOCK, RLIMIT_NICE, RLIMIT_RTPRIO}) {
        rlimit now{}, more{RLIM_INFINITY, RLIM_INFINITY}, some{4096, 4096};
        getrlimit(what, &now);
        if (now.rlim_max != RLIM_INFINITY && setrlimit(what, &more) == 0) std::printf("CANARY-BREACH limit %d raised\n", what);
        if (now.rlim_max == RLIM_INFINITY && what != RLIMIT_STACK) std::printf("CANARY-BREACH limit %d is not set\n", what);
        if (getpid() != 1 && prlimit(1, what, &some, nullptr) == 0) std::printf("CANARY-BREACH limit %d of pid 1 changed\n", what);
    }
    std::puts("limits hold");
}
