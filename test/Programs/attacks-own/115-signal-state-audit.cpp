// expect: verdict=accepted; stdout_contains=signals as new; stdout_excludes=CANARY; note=no signal is ignored, blocked or pending at the start
// category: inherited signal state
#include <cstdio>
#include <csignal>
int main() {
    sigset_t blocked, pending;
    sigprocmask(SIG_BLOCK, nullptr, &blocked);
    sigpending(&pending);
    for (int s = 1; s < 65; ++s) {
        struct sigaction action{};
        if (sigaction(s, nullptr, &action) == 0 && action.sa_handler != SIG_DFL) std::printf("CANARY-BREACH signal %d is not at its default\n", s);
        if (sigismember(&blocked, s) == 1 || sigismember(&pending, s) == 1) std::printf("CANARY-BREACH signal %d is blocked or pending\n", s);
    }
    std::puts("signals as new");
}
