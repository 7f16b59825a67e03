// expect: verdict=accepted; stdout_contains=lines=1000000 sum=123456789000000; stdout_excludes=-; note=control: [stdin=lines:1000000] ten megabytes of input
// category: control (no attack)
#include <iostream>
#include <string>
int main() {
    std::ios::sync_with_stdio(false);
    std::cin.tie(nullptr);
    long long lines = 0, sum = 0;
    for (std::string line; std::getline(std::cin, line);) { ++lines; sum += std::stoll(line); }
    std::cout << "lines=" << lines << " sum=" << sum << '\n';
}
