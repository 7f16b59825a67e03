// A handler, a raised signal, and an alarm.
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t seen;

static void note(int number, siginfo_t *info, void *context) {
    (void)info, (void)context;
    seen |= 1 << number;
}

int main(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = note;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGUSR1, &action, NULL);
    sigaction(SIGALRM, &action, NULL);
    raise(SIGUSR1);
    ualarm(1000, 0);
    while (!(seen & 1 << SIGALRM)) pause();
    printf("%d %d\n", seen >> SIGUSR1 & 1, seen >> SIGALRM & 1);
}
