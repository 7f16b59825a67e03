// expect: verdict=accepted; stdout_contains=sum=123456789000 lines=1000; stdout_excludes=-; note=control: [stdin=lines:1000] reads, sorts and sums numbers
// category: control (no attack)
#include <algorithm>
#include <iostream>
#include <numeric>
#include <vector>
int main() {
    std::vector<long long> v;
    for (long long x; std::cin >> x;) v.push_back(x);
    std::sort(v.begin(), v.end());
    std::cout << "sum=" << std::accumulate(v.begin(), v.end(), 0LL) << " lines=" << v.size() << '\n';
}
