// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=memory of the kernel on behalf of the job: unread datagrams and descriptors in flight
// category: kernel memory (sockets)
#include <cstdio>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
int main() {
    static char block[1 << 16];
    long total = 0;
    for (int i = 0; i < 2000; ++i) {
        int pair[2], size = 64 << 20;
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) != 0) break;
        setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
        for (ssize_t n; (n = write(pair[0], block, sizeof block)) > 0;) total += n;
    }
    std::printf("%ld MiB in sockets\n", total >> 20);
    if (total > 300L << 20) std::puts("CANARY-BREACH sockets beyond the memory limit");
}
