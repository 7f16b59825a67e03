// expect: verdict=runtime_error(SIGKILL); stdout_contains=-; stdout_excludes=-; note=a child kills its parent: no limit was broken
// category: SIGKILL (child)
#include <csignal>
#include <unistd.h>
int main() {
    if (fork() == 0) { kill(getppid(), SIGKILL); _exit(0); }
    for (;;) pause();
}
