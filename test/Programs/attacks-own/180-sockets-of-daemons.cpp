// expect: verdict=accepted; stdout_contains=daemons unreachable; stdout_excludes=CANARY; note=no socket of Docker, containerd, D-Bus or systemd in the file system
// category: daemon sockets
#include <cstdio>
#include <cstring>
#include <initializer_list>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
int main() {
    for (const char* p : {"/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock", "/run/podman/podman.sock", "/run/dbus/system_bus_socket", "/run/systemd/private", "/run/redis/redis.sock", "/dev/log"}) {
        struct stat st{};
        if (stat(p, &st) == 0) std::printf("CANARY-BREACH %s exists\n", p);
    }
    std::puts("daemons unreachable");
}
