// expect: verdict=accepted; stdout_contains=pipes laid; stdout_excludes=CANARY; note=[run=2] [deadline] named pipes and sockets where files are expected: whoever opens one waits for ever
// category: FIFO
#include <cstdio>
#include <cstring>
#include <initializer_list>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
int main() {
    int made = 0;
    for (const char* p : {"output", "result", "main.out", "stdout", "/tmp/output", "/dev/shm/output", "core"}) made += mkfifo(p, 0666) == 0;
    sockaddr_un a{};
    a.sun_family = AF_UNIX;
    std::strcpy(a.sun_path, "socket");
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    made += bind(s, reinterpret_cast<sockaddr*>(&a), sizeof a) == 0;
    std::printf("pipes laid: %d\n", made);
    if (made == 0) std::puts("CANARY-BREACH those of an earlier run are still there");
}
