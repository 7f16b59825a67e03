// What strict C++ refuses: typeof, a quad literal, a conditional without its middle.
#include <iostream>

int main() {
    typeof(1 + 2L) wide = 7;
    auto quad = 2.5q;
    int zero = 0;
    std::cout << wide << ' ' << double(quad * 2) << ' ' << (zero ?: 9) << ' ' << sizeof(quad) << '\n';
}
