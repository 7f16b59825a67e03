// stdin: 12 34 56\n
#include <iostream>

int main() {
    int x, sum = 0;
    while (std::cin >> x) sum += x;
    std::cin.clear();
    std::cin.seekg(3);
    std::cin >> x;
    std::cout << sum << ' ' << x << ' ' << std::cin.tellg() << '\n';
}
