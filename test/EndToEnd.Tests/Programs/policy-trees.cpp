// stdin: 7\n5 1 9 3 7 3 8\n
#include <ext/pb_ds/assoc_container.hpp>
#include <ext/pb_ds/tree_policy.hpp>
#include <iostream>

template <typename T> using ordered = __gnu_pbds::tree<T, __gnu_pbds::null_type, std::less<T>, __gnu_pbds::rb_tree_tag, __gnu_pbds::tree_order_statistics_node_update>;

int main() {
    int n, x;
    std::cin >> n;
    ordered<std::pair<int, int>> seen;
    for (int i = 0; i < n; i++) {
        std::cin >> x;
        std::cout << i - (int)seen.order_of_key({x, n}) << ' ';
        seen.insert({x, i});
    }
    std::cout << seen.find_by_order(3)->first << '\n';
}
