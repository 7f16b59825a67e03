#include <future>
#include <iostream>
#include <numeric>
#include <vector>

int main() {
    std::vector<int> values(100000);
    std::iota(values.begin(), values.end(), 1);
    auto half = values.begin() + values.size() / 2;
    auto left = std::async(std::launch::async, [&] { return std::accumulate(values.begin(), half, 0L); });
    std::promise<long> promise;
    auto right = promise.get_future();
    promise.set_value(std::accumulate(half, values.end(), 0L));
    std::cout << left.get() + right.get() << '\n';
}
