// expect: verdict=accepted; stdout_contains=sum=36 local=8; stdout_excludes=-; note=control: coroutines, jthread, thread_local, mutexes, condition variables, futures, semaphores
// category: control (no attack)
#include <atomic>
#include <condition_variable>
#include <coroutine>
#include <cstdio>
#include <future>
#include <mutex>
#include <semaphore>
#include <thread>
#include <vector>
struct Task {
    struct promise_type {
        int value = 0;
        Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_always initial_suspend() { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        std::suspend_always yield_value(int v) { value = v; return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
    std::coroutine_handle<promise_type> handle;
};
static Task count() { for (int i = 1;; ++i) co_yield i; }
static thread_local int mine = 0;
int main() {
    std::mutex m;
    std::condition_variable ready;
    std::counting_semaphore<8> gate(0);
    int locals = 0, started = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i) threads.emplace_back([&] { gate.acquire(); ++mine; std::lock_guard l(m); locals += mine; ++started; ready.notify_all(); });
        gate.release(8);
        std::unique_lock l(m);
        ready.wait(l, [&] { return started == 8; });
    }
    auto c = count();
    int sum = 0;
    for (int i = 0; i < 8; ++i) { c.handle.resume(); sum += c.handle.promise().value; }
    c.handle.destroy();
    int same = std::async(std::launch::async, [sum] { return sum; }).get();
    std::printf("sum=%d local=%d\n", same, locals);
}
