// stdin: mississippi
#include <algorithm>
#include <iostream>
#include <numeric>
#include <string>
#include <vector>

int main() {
    std::string s;
    std::cin >> s;
    int n = s.size();
    std::vector<int> order(n), rank(s.begin(), s.end()), next(n);
    std::iota(order.begin(), order.end(), 0);
    for (int k = 1;; k *= 2) {
        auto less = [&](int a, int b) { return std::pair(rank[a], a + k < n ? rank[a + k] : -1) < std::pair(rank[b], b + k < n ? rank[b + k] : -1); };
        std::sort(order.begin(), order.end(), less);
        next[order[0]] = 0;
        for (int i = 1; i < n; i++) next[order[i]] = next[order[i - 1]] + less(order[i - 1], order[i]);
        rank = next;
        if (k >= n) break;
    }
    for (int at : order) std::cout << at << ' ';
    std::cout << '\n';
}
