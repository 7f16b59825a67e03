// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=[parallel=2] if ports can be opened at all, they are the job's own: two jobs may hold the same
// category: network (own ports)
#include <arpa/inet.h>
#include <cerrno>
#include <cstdio>
#include <sys/socket.h>
#include <unistd.h>
int main() {
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (s < 0) { std::printf("no socket, errno %d\n", errno); return 0; }
    sockaddr_in a{};
    a.sin_family = AF_INET;
    a.sin_port = htons(11111);
    if (bind(s, reinterpret_cast<sockaddr*>(&a), sizeof a) != 0 && errno == EADDRINUSE) std::puts("CANARY-BREACH the port belongs to somebody else");
    listen(s, 5);
    usleep(500000);
    std::puts("port checked");
}
