// expect: verdict=accepted; stdout_contains=supervisor lives; stdout_excludes=CANARY; note=the agent has another uid, so nobody in the job may signal it
// category: kill of pid 1
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <initializer_list>
#include <unistd.h>
int main() {
    for (pid_t p : {static_cast<pid_t>(1), getppid()})
        for (int s : {0, SIGSTOP, SIGTERM, SIGKILL})
            if (p > 0 && p != getpid() && kill(p, s) == 0) std::printf("CANARY-BREACH signal %d to %d was allowed\n", s, static_cast<int>(p));
    std::puts("supervisor lives");
}
