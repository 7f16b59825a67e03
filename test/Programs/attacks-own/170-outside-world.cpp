// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=no address outside answers, not even the metadata service
// category: network (outside)
#include <arpa/inet.h>
#include <cerrno>
#include <cstdio>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
int main() {
    const struct { const char* address; int port; } all[] = {{"169.254.169.254", 80}, {"1.1.1.1", 53}, {"8.8.8.8", 443}, {"93.184.216.34", 80}, {"100.100.100.200", 80}};
    for (auto& x : all) {
        int s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        if (s < 0) { std::printf("no socket, errno %d\n", errno); continue; }
        sockaddr_in a{};
        a.sin_family = AF_INET;
        a.sin_port = htons(static_cast<uint16_t>(x.port));
        inet_pton(AF_INET, x.address, &a.sin_addr);
        int r = connect(s, reinterpret_cast<sockaddr*>(&a), sizeof a);
        if (r != 0 && errno == EINPROGRESS) {
            pollfd p{s, POLLOUT, 0};
            int e = ETIMEDOUT;
            socklen_t l = sizeof e;
            if (poll(&p, 1, 300) == 1) getsockopt(s, SOL_SOCKET, SO_ERROR, &e, &l);
            // Even a packet that leaves and is refused has left.
            std::printf("CANARY-BREACH a packet to %s left, error %d\n", x.address, e);
        }
        if (r == 0) std::printf("CANARY-BREACH connected to %s\n", x.address);
        close(s);
    }
    std::puts("outside checked");
}
