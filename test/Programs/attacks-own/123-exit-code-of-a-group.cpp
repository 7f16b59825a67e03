// expect: verdict=runtime_error(EXIT:4); stdout_contains=-; stdout_excludes=-; note=children crash, are killed and exit otherwise: only the first process decides
// category: exit status (children)
#include <csignal>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>
int main() {
    if (fork() == 0) std::abort();
    if (fork() == 0) raise(SIGKILL);
    if (fork() == 0) _exit(9);
    while (wait(nullptr) > 0) {}
    if (fork() == 0) for (;;) pause();
    return 4;
}
