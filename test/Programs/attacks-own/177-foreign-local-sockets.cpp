// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=no local socket of another process can be seen or reached, named or abstract
// category: local sockets
#include <cstdio>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
int main() {
    std::FILE* f = std::fopen("/proc/net/unix", "r");
    char line[512];
    int n = -1;
    while (f && std::fgets(line, sizeof line, f)) {
        ++n;
        if (n > 0 && (std::strchr(line, '@') || std::strchr(line, '/'))) std::printf("CANARY-BREACH sees %s", line);
    }
    const char* names[] = {"/tmp/.X11-unix/X0", "/tmp/dbus", "/containerd-shim/moby", "/run/systemd/notify", "/org/kernel/linux/storage/multipathd"};
    for (const char* name : names) {
        int s = socket(AF_UNIX, SOCK_STREAM, 0);
        if (s < 0) break;
        sockaddr_un a{};
        a.sun_family = AF_UNIX;
        std::strcpy(a.sun_path + 1, name);
        if (connect(s, reinterpret_cast<sockaddr*>(&a), static_cast<socklen_t>(sizeof(sa_family_t) + 1 + std::strlen(name))) == 0) std::printf("CANARY-BREACH abstract %s\n", name);
        close(s);
    }
    std::puts("local sockets checked");
}
