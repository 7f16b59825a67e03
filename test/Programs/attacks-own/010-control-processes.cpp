// expect: verdict=accepted; stdout_contains=processes fine; stdout_excludes=-; note=control: pipes, fork, exec of itself, signals between own processes, process groups
// category: control (no attack)
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <sys/wait.h>
#include <unistd.h>
static volatile sig_atomic_t children = 0;
int main(int argc, char** argv) {
    if (argc > 1) return 9;
    struct sigaction action{};
    action.sa_handler = [](int) { children = children + 1; };
    action.sa_flags = SA_RESTART;
    sigaction(SIGCHLD, &action, nullptr);
    int fine = 0, status = 0, ends[2];
    if (pipe(ends) != 0) return 1;
    pid_t child = fork();
    if (child == 0) { close(ends[0]); (void)!write(ends[1], "ping", 4); _exit(0); }
    char b[8]{};
    close(ends[1]);
    fine += read(ends[0], b, sizeof b) == 4 && !std::strcmp(b, "ping");
    fine += waitpid(child, &status, 0) == child && children == 1;
    child = fork();
    if (child == 0) { char self[] = "/proc/self/exe", again[] = "again", *args[] = {self, again, nullptr}; execv(self, args); _exit(1); }
    fine += waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 9;
    child = fork();
    if (child == 0) { setpgid(0, 0); pause(); _exit(0); }
    setpgid(child, child);
    fine += kill(-child, SIGTERM) == 0 && waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM;
    errno = 0;
    fine += wait(nullptr) == -1 && errno == ECHILD;
    (void)argv;
    std::puts(fine == 5 ? "processes fine" : "processes broken");
}
