// expect: verdict=accepted; stdout_contains=still works; stdout_excludes=CANARY; note=[run=2] flags of the shared pipes are changed: the next run and the engine must not feel it
// category: stream flags
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>
int main() {
    for (int fd = 0; fd < 3; ++fd) {
        int flags = fcntl(fd, F_GETFL);
        if (flags & (O_NONBLOCK | O_ASYNC)) std::puts("CANARY-BREACH flags of an earlier run");
        fcntl(fd, F_SETFL, flags | O_NONBLOCK | O_ASYNC);
        fcntl(fd, F_SETPIPE_SZ, 4096);
        fcntl(fd, F_SETOWN, 1);
    }
    std::puts("still works");
}
