#include <coroutine>
#include <iostream>
#include <utility>

struct Numbers {
    struct promise_type {
        int value = 0;
        Numbers get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_always initial_suspend() { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        std::suspend_always yield_value(int next) { value = next; return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
    std::coroutine_handle<promise_type> handle;
    ~Numbers() { handle.destroy(); }
};

static Numbers fibonacci() {
    for (int a = 0, b = 1; a < 100; b += std::exchange(a, b)) co_yield a;
}

int main() {
    auto numbers = fibonacci();
    while (numbers.handle.resume(), !numbers.handle.done()) std::cout << numbers.handle.promise().value << ' ';
    std::cout << '\n';
}
