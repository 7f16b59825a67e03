// options: -pthread
#include <atomic>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

int main() {
    std::atomic<long> total = 0;
    std::mutex mutex;
    std::condition_variable go;
    bool started = false;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; t++)
        threads.emplace_back([&, t] {
            std::unique_lock lock(mutex);
            go.wait(lock, [&] { return started; });
            lock.unlock();
            for (int i = 0; i < 10000; i++) total += t;
        });
    { std::lock_guard lock(mutex); started = true; }
    go.notify_all();
    for (auto& thread : threads) thread.join();
    std::cout << total << '\n';
}
