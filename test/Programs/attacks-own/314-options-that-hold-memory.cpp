// expect: verdict=accepted; stdout_contains=options checked; stdout_excludes=CANARY; note=options of sockets hold up to 128 KiB of the kernel's memory a socket, which no control group is charged for, or reach kernel code that no contest needs
// category: kernel memory (sockets)
#include <arpa/inet.h>
#include <cstdio>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
int main() {
    int s = socket(AF_INET, SOCK_STREAM, 0), d = socket(AF_INET, SOCK_DGRAM, 0), on = 1, fine = 0;
    ip_mreq group{{inet_addr("224.1.2.3")}, {htonl(INADDR_LOOPBACK)}};
    if (setsockopt(d, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group) == 0) std::puts("CANARY-BREACH IP_ADD_MEMBERSHIP");
    if (setsockopt(s, IPPROTO_TCP, TCP_ULP, "tls", 3) == 0) std::puts("CANARY-BREACH TCP_ULP");
    if (setsockopt(s, SOL_SOCKET, 60 /* SO_ZEROCOPY */, &on, sizeof on) == 0) std::puts("CANARY-BREACH SO_ZEROCOPY");
    if (setsockopt(d, SOL_SOCKET, 33 /* SO_RCVBUFFORCE */, &on, sizeof on) == 0) std::puts("CANARY-BREACH SO_RCVBUFFORCE");
    unsigned char options[40] = {1, 1, 1, 1};
    if (setsockopt(s, IPPROTO_IP, IP_OPTIONS, options, sizeof options) == 0) std::puts("CANARY-BREACH IP_OPTIONS");
    int before = 0, after = 0, huge = 1 << 30;
    socklen_t size = sizeof before;
    getsockopt(d, SOL_SOCKET, SO_RCVBUF, &before, &size);
    fine += setsockopt(d, SOL_SOCKET, SO_RCVBUF, &huge, sizeof huge) == 0;
    getsockopt(d, SOL_SOCKET, SO_RCVBUF, &after, &size);
    if (after > before) std::printf("CANARY-BREACH a buffer of %d bytes\n", after);
    fine += setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0;
    fine += setsockopt(s, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on) == 0;
    fine += setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0;
    timeval second{1, 0};
    fine += setsockopt(d, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second) == 0;
    std::puts(fine == 5 ? "options checked" : "an ordinary option does not work");
}
