// expect: verdict=accepted; stdout_contains=children stopped; stdout_excludes=-; note=stopped children are killed and removed too
// category: SIGSTOP (children)
#include <csignal>
#include <cstdio>
#include <sys/wait.h>
#include <unistd.h>
int main() {
    for (int i = 0; i < 20; ++i) {
        pid_t child = fork();
        if (child == 0) { raise(SIGSTOP); _exit(0); }
        int status = 0;
        waitpid(child, &status, WUNTRACED);
    }
    std::puts("children stopped");
}
