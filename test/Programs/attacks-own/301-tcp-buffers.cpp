// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=version 1 of control groups does not count the buffers of TCP as memory: they must be bounded all the same, for connections that nobody reads from in many processes
// category: kernel memory (sockets)
#include <arpa/inet.h>
#include <atomic>
#include <cstdio>
#include <initializer_list>
#include <linux/sock_diag.h>
#include <new>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>
static void fill(std::atomic<long>& total) {
    static char block[65536];
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof at;
    int server = socket(AF_INET, SOCK_STREAM, 0), huge = 1 << 30;
    if (bind(server, reinterpret_cast<sockaddr*>(&at), length) || listen(server, 100) || getsockname(server, reinterpret_cast<sockaddr*>(&at), &length)) return;
    for (;;) {
        int a = socket(AF_INET, SOCK_STREAM, 0);
        if (a < 0) return;
        setsockopt(a, SOL_SOCKET, SO_SNDBUF, &huge, sizeof huge);
        if (connect(a, reinterpret_cast<sockaddr*>(&at), length)) return;
        int b = accept(server, nullptr, nullptr);
        if (b < 0) return;
        for (int e : {a, b}) {
            while (send(e, block, sizeof block, MSG_DONTWAIT) > 0) {
            }
        }
        for (int e : {a, b}) {
            unsigned memory[9] = {};
            socklen_t size = sizeof memory;
            if (getsockopt(e, SOL_SOCKET, SO_MEMINFO, memory, &size) == 0) total += memory[0] + memory[5];
        }
    }
}
int main() {
    auto* total = new (mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) std::atomic<long>(0);
    for (int c = 0; c < 30; ++c) {
        if (fork() != 0) continue;
        fill(*total);
        pause();
    }
    sleep(4);
    std::printf("%ld MiB wait in TCP\n", total->load() >> 20);
    if (total->load() > 256L << 20) std::puts("CANARY-BREACH the memory limit waits in TCP buffers");
}
