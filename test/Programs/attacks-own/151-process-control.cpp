// expect: verdict=accepted; stdout_contains=requests survived; stdout_excludes=CANARY; note=prctl requests that could confuse a supervisor: names, subreaper, death signal, dumpable
// category: prctl
#include <csignal>
#include <cstdio>
#include <cstring>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
int main() {
    prctl(PR_SET_NAME, "coderunner-agent\n) R 1 1");
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_DUMPABLE, 1);
    prctl(PR_SET_TIMERSLACK, 1000000000);
    if (fork() == 0) { if (fork() == 0) { usleep(50000); _exit(0); } _exit(0); }
    while (wait(nullptr) > 0) {}
    std::puts("requests survived");
}
