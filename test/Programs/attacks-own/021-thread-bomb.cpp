// expect: verdict=accepted; stdout_contains=threads stopped at; stdout_excludes=CANARY; note=threads count as processes
// category: thread bomb
#include <atomic>
#include <cstdio>
#include <cstring>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>
static void guard() {  // refuses to run outside a pid namespace, so that a mistake cannot hurt the host
    char b[64];
    ssize_t n = readlink("/proc/self/ns/pid", b, sizeof b - 1);
    if (n > 0) {
        b[n] = 0;
        if (!std::strcmp(b, "pid:[4026531836]")) {
            std::puts("CANARY-BREACH running in the initial pid namespace");
            std::fflush(stdout);
            _exit(99);
        }
    }
}
int main() {
    guard();
    std::atomic<bool> done{false};
    std::vector<std::thread> threads;
    try {
        while (threads.size() < 5000) threads.emplace_back([&] { done.wait(false); });
    } catch (const std::system_error&) {}
    if (threads.size() > 64) std::puts("CANARY-BREACH more threads than processes allowed");
    std::printf("threads stopped at %zu\n", threads.size());
    done = true;
    done.notify_all();
    for (auto& t : threads) t.join();
}
