#include <bit>
#include <bitset>
#include <iostream>

int main() {
    std::bitset<200> reachable;
    reachable[0] = true;
    for (int coin : {7, 11, 30, 64}) reachable |= reachable << coin;
    std::cout << reachable.count() << ' ' << reachable._Find_next(41) << ' ' << std::popcount(0xF0F0u) << ' ' << __builtin_ctzll(1ull << 40) << ' ' << std::bit_ceil(1000u) << '\n';
    std::cout << std::bitset<16>(12345) << '\n';
}
