#include <iostream>
#include <memory>
#include <stdexcept>

struct Noisy {
    ~Noisy() { std::cout << "gone\n"; }
};

static void fail(int depth) {
    auto noisy = std::make_unique<Noisy>();
    if (depth == 0) throw std::out_of_range("too deep");
    fail(depth - 1);
}

int main() {
    try {
        fail(2);
    } catch (const std::exception& exception) {
        std::cout << exception.what() << '\n';
    }
    try {
        try {
            fail(0);
        } catch (...) {
            std::throw_with_nested(std::runtime_error("outer"));
        }
    } catch (const std::runtime_error& error) {
        std::cout << error.what() << '\n';
    }
}
