// expect: verdict=time_limit; stdout_contains=-; stdout_excludes=-; note=eight threads spin: their times are added up
// category: infinite loop (threads)
#include <thread>
#include <vector>
int main() {
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) threads.emplace_back([] { for (volatile long n = 0;; n = n + 1) {} });
    for (auto& t : threads) t.join();
}
