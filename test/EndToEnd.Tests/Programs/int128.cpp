// stdin: 123456789012345678 987654321098765432
#include <algorithm>
#include <iostream>
#include <string>
#include <type_traits>

static std::string text(__int128 value) {
    std::string digits;
    for (; value; value /= 10) digits += char('0' + value % 10);
    std::reverse(digits.begin(), digits.end());
    return digits;
}

int main() {
    long a, b;
    std::cin >> a >> b;
    std::cout << text((__int128)a * b) << ' ' << std::is_integral_v<__int128> << ' ' << sizeof(__int128) << '\n';
}
