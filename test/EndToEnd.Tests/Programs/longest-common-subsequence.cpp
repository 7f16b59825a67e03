// stdin: AGGTABQWERTY\nGXTXAYBQRTZY\n
#include <iostream>
#include <string>
#include <vector>

int main() {
    std::string a, b, found;
    std::cin >> a >> b;
    std::vector<std::vector<int>> dp(a.size() + 1, std::vector<int>(b.size() + 1));
    for (size_t i = 1; i <= a.size(); i++)
        for (size_t j = 1; j <= b.size(); j++)
            dp[i][j] = a[i - 1] == b[j - 1] ? dp[i - 1][j - 1] + 1 : std::max(dp[i - 1][j], dp[i][j - 1]);
    for (size_t i = a.size(), j = b.size(); i && j;) {
        if (a[i - 1] == b[j - 1]) found = a[i - 1] + found, i--, j--;
        else if (dp[i - 1][j] >= dp[i][j - 1]) i--;
        else j--;
    }
    std::cout << found.size() << ' ' << found << '\n';
}
