// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=no datagram leaves, neither broadcast nor multicast
// category: network (datagrams)
#include <arpa/inet.h>
#include <cerrno>
#include <cstdio>
#include <initializer_list>
#include <sys/socket.h>
#include <unistd.h>
int main() {
    int s = socket(AF_INET, SOCK_DGRAM, 0), on = 1;
    if (s < 0) { std::printf("no socket, errno %d\n", errno); return 0; }
    setsockopt(s, SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
    for (const char* address : {"8.8.8.8", "255.255.255.255", "224.0.0.251", "172.17.0.1", "10.0.0.1"}) {
        sockaddr_in a{};
        a.sin_family = AF_INET;
        a.sin_port = htons(53);
        inet_pton(AF_INET, address, &a.sin_addr);
        if (sendto(s, "x", 1, 0, reinterpret_cast<sockaddr*>(&a), sizeof a) == 1) std::printf("CANARY-BREACH a datagram to %s\n", address);
    }
    std::puts("datagrams checked");
}
