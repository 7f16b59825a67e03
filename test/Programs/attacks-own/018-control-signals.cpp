// expect: verdict=accepted; stdout_contains=signals fine; stdout_excludes=-; note=control: handlers, masks, an alternate stack, recovery from a segmentation fault
// category: control (no attack)
#include <csetjmp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
static sigjmp_buf back;
static volatile sig_atomic_t seen = 0;
int main() {
    stack_t stack{};
    stack.ss_size = 65536;
    stack.ss_sp = std::malloc(stack.ss_size);
    int fine = sigaltstack(&stack, nullptr) == 0;
    struct sigaction action{};
    action.sa_flags = SA_ONSTACK;
    action.sa_handler = [](int) { siglongjmp(back, 1); };
    sigaction(SIGSEGV, &action, nullptr);
    if (sigsetjmp(back, 1) == 0) { volatile int* nowhere = nullptr; *nowhere = 1; } else ++fine;
    std::signal(SIGUSR1, [](int) { seen = seen + 1; });
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, nullptr);
    raise(SIGUSR1);
    fine += seen == 0;
    sigprocmask(SIG_UNBLOCK, &set, nullptr);
    fine += seen == 1;
    std::puts(fine == 4 ? "signals fine" : "signals broken");
}
