#include <cstdlib>
#include <iostream>
#include <random>

int main() {
    std::mt19937 twister(12345);
    std::mt19937_64 wide(1);
    std::minstd_rand simple(7);
    std::srand(1);
    std::cout << twister() << ' ' << wide() << ' ' << simple() << ' ' << std::rand() << ' ' << std::uniform_int_distribution<>(1, 6)(twister) << ' ' << (std::random_device{}() != std::random_device{}()) << '\n';
}
