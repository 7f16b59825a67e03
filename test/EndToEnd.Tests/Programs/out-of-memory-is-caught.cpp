#include <iostream>
#include <new>

int main() {
    try {
        volatile char* much = new char[std::size_t(1) << 60];
        std::cout << (much != nullptr) << '\n';
    } catch (const std::bad_alloc& error) {
        std::cout << error.what() << '\n';
    }
}
