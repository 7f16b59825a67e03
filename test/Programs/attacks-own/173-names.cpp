// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=no name service: the look-up fails at once and does not hang
// category: network (names)
#include <cstdio>
#include <netdb.h>
#include <sys/socket.h>
int main() {
    addrinfo hints{}, *found = nullptr;
    hints.ai_family = AF_INET;
    int r = getaddrinfo("example.com", "80", &hints, &found);
    if (r == 0) std::puts("CANARY-BREACH example.com has an address");
    std::printf("names: %s\n", gai_strerror(r));
}
