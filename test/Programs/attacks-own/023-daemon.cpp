// expect: verdict=accepted; stdout_contains=parent ends; stdout_excludes=CANARY; note=a daemon with its own session and closed streams must end with the job
// category: daemon
#include <csignal>
#include <cstdio>
#include <unistd.h>
int main() {
    if (fork() == 0) {
        setsid();
        for (int s = 1; s < 65; ++s) std::signal(s, SIG_IGN);
        if (fork() == 0) {
            for (int fd = 0; fd < 256; ++fd) close(fd);
            for (;;) sleep(3600);
        }
        _exit(0);
    }
    usleep(100000);
    std::puts("parent ends");
}
