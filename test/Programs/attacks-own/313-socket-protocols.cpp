// expect: verdict=accepted; stdout_contains=protocols checked; stdout_excludes=CANARY; note=TCP, UDP and local sockets work, and of the other protocols of the same families none, as few programs need them and their code is rarely used
// category: kernel surface (sockets)
#include <cstdio>
#include <sys/socket.h>
int main() {
    const struct { int family, type, protocol; } wanted[] = {
        {AF_UNIX, SOCK_STREAM, 0}, {AF_UNIX, SOCK_DGRAM, 0}, {AF_UNIX, SOCK_SEQPACKET, 0}, {AF_INET, SOCK_STREAM, 0}, {AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 6},
        {AF_INET, SOCK_DGRAM, 0}, {AF_INET, SOCK_DGRAM, 17}, {AF_INET6, SOCK_STREAM, 6}, {AF_INET6, SOCK_DGRAM, 17}, {AF_NETLINK, SOCK_RAW, 0}};
    for (auto [family, type, protocol] : wanted) {
        if (socket(family, type, protocol) < 0) std::printf("missing %d %d %d\n", family, type, protocol);
    }
    const struct { int family, type, protocol; } others[] = {
        {AF_INET, SOCK_STREAM, 132 /* SCTP */}, {AF_INET, SOCK_SEQPACKET, 132}, {AF_INET, SOCK_STREAM, 262 /* MPTCP */}, {AF_INET, SOCK_DGRAM, 136 /* UDP-Lite */},
        {AF_INET, SOCK_DGRAM, 1 /* ICMP */}, {AF_INET6, SOCK_DGRAM, 58}, {AF_INET, 6 /* SOCK_DCCP */, 33}, {AF_INET, SOCK_STREAM, 256 /* SMC */}, {AF_INET, SOCK_DGRAM, 115},
        {AF_NETLINK, SOCK_RAW, 4 /* SOCK_DIAG */}, {AF_NETLINK, SOCK_RAW, 6 /* XFRM */}, {AF_NETLINK, SOCK_RAW, 9 /* AUDIT */}, {AF_NETLINK, SOCK_RAW, 11 /* CONNECTOR */},
        {AF_NETLINK, SOCK_RAW, 12 /* NETFILTER */}, {AF_NETLINK, SOCK_RAW, 15 /* UEVENT */}, {AF_NETLINK, SOCK_RAW, 16 /* GENERIC */}, {AF_NETLINK, SOCK_RAW, 21 /* CRYPTO */}};
    for (auto [family, type, protocol] : others) {
        if (socket(family, type, protocol) >= 0) std::printf("CANARY-BREACH socket(%d, %d, %d)\n", family, type, protocol);
    }
    std::puts("protocols checked");
}
