// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=what waits in netlink sockets is charged to nobody, and getifaddrs needs one: so their number is bounded
// category: kernel memory (sockets)
#include <atomic>
#include <cstdio>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <new>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>
int main() {
    auto* total = new (mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) std::atomic<long>(0);
    struct { nlmsghdr header; ifinfomsg message; } ask{};
    ask.header = {sizeof ask, RTM_GETLINK, NLM_F_REQUEST, 0, 0};
    ask.message.ifi_index = 1;
    for (int c = 0; c < 30; ++c) {
        if (fork() != 0) continue;
        for (int s; (s = socket(AF_NETLINK, SOCK_RAW, 0)) >= 0;) {
            for (int k = 0; k < 400 && send(s, &ask, sizeof ask, MSG_DONTWAIT) > 0; ++k) {
            }
            unsigned memory[9] = {};
            socklen_t size = sizeof memory;
            if (getsockopt(s, SOL_SOCKET, SO_MEMINFO, memory, &size) == 0) *total += memory[0];
        }
        pause();
    }
    sleep(4);
    std::printf("%ld MiB wait in netlink sockets\n", total->load() >> 20);
    if (total->load() > 256L << 20) std::puts("CANARY-BREACH the memory limit waits in netlink sockets");
}
