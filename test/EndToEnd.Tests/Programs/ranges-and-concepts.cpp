#include <concepts>
#include <iostream>
#include <ranges>
#include <span>
#include <vector>

template <std::integral T> static T total(std::span<const T> values) {
    T sum{};
    for (T value : values) sum += value;
    return sum;
}

int main() {
    std::vector<int> v;
    for (int x : std::views::iota(1, 20) | std::views::filter([](int i) { return i % 3 == 0; }) | std::views::transform([](int i) { return i * i; })) v.push_back(x);
    std::cout << total<int>(v) << ' ' << v.size() << ' ' << (v <=> std::vector{9, 36, 80} > 0) << '\n';
}
