// A search half a million calls deep through a lambda that calls itself.
#include <functional>
#include <iostream>
#include <vector>

int main() {
    const int n = 500'000;
    std::vector<std::vector<int>> children(n);
    for (int i = 1; i < n; i++) children[i - 1].push_back(i);
    std::vector<int> size(n);
    std::function<int(int)> visit = [&](int v) {
        int total = 1;
        for (int child : children[v]) total += visit(child);
        return size[v] = total;
    };
    std::cout << visit(0) << ' ' << size[n / 2] << '\n';
}
