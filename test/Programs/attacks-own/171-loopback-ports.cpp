// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=no port of the machine's own loopback answers: neither the engine's nor any other
// category: network (loopback)
#include <arpa/inet.h>
#include <cerrno>
#include <cstdio>
#include <initializer_list>
#include <sys/socket.h>
#include <unistd.h>
int main() {
    for (int port = 1; port < 65536; ++port) {
        int s = socket(AF_INET, SOCK_STREAM, 0);
        if (s < 0) { std::printf("no socket, errno %d\n", errno); break; }
        sockaddr_in a{};
        a.sin_family = AF_INET;
        a.sin_port = htons(static_cast<uint16_t>(port));
        a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (connect(s, reinterpret_cast<sockaddr*>(&a), sizeof a) == 0) {
            sockaddr_in own{};
            socklen_t l = sizeof own;
            getsockname(s, reinterpret_cast<sockaddr*>(&own), &l);
            // A socket may meet itself when its own port is drawn.
            if (own.sin_port != a.sin_port) std::printf("CANARY-BREACH port %d answers\n", port);
        }
        close(s);
    }
    for (int port : {22, 80, 443, 5000, 6379, 11111, 30000}) {
        int s = socket(AF_INET6, SOCK_STREAM, 0);
        if (s < 0) break;
        sockaddr_in6 a{};
        a.sin6_family = AF_INET6;
        a.sin6_port = htons(static_cast<uint16_t>(port));
        a.sin6_addr = in6addr_loopback;
        if (connect(s, reinterpret_cast<sockaddr*>(&a), sizeof a) == 0) std::printf("CANARY-BREACH [::1]:%d answers\n", port);
        close(s);
    }
    std::puts("loopback checked");
}
