// expect: verdict=accepted; stdout_contains=main returns; stdout_excludes=-; note=other threads are still busy
// category: exit (threads)
#include <cstdio>
#include <thread>
int main() {
    for (int i = 0; i < 5; ++i) std::thread([] { for (volatile long n = 0;; n = n + 1) {} }).detach();
    std::puts("main returns");
}
