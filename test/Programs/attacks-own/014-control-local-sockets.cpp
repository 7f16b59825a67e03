// expect: verdict=accepted; stdout_contains=sockets fine; stdout_excludes=-; note=control: socket pairs and named local sockets within the job
// category: control (no attack)
#include <cstdio>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
int main() {
    int fine = 0, pair[2];
    char b[16]{};
    fine += socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0 && write(pair[0], "hi", 2) == 2 && read(pair[1], b, sizeof b) == 2;
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::strcpy(name.sun_path, "named.sock");
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    fine += bind(server, reinterpret_cast<sockaddr*>(&name), sizeof name) == 0 && listen(server, 1) == 0;
    if (fork() == 0) {
        int c = socket(AF_UNIX, SOCK_STREAM, 0);
        if (connect(c, reinterpret_cast<sockaddr*>(&name), sizeof name) == 0) (void)!write(c, "named", 5);
        _exit(0);
    }
    int peer = accept(server, nullptr, nullptr);
    fine += read(peer, b, sizeof b) == 5 && !std::memcmp(b, "named", 5);
    wait(nullptr);
    std::puts(fine == 3 ? "sockets fine" : "sockets broken");
}
