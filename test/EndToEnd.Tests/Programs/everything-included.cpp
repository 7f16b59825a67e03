// stdin: 6\nbanana apple cherry apple banana apple\n
#include <bits/stdc++.h>
using namespace std;

int main() {
    int n;
    cin >> n;
    unordered_map<string, int> count;
    for (string word; n-- && cin >> word;) count[word]++;
    vector<pair<string, int>> sorted(count.begin(), count.end());
    ranges::sort(sorted, [](auto& a, auto& b) { return tie(b.second, a.first) < tie(a.second, b.first); });
    for (auto& [word, times] : sorted) cout << word << ' ' << times << '\n';
    cout << accumulate(sorted.begin(), sorted.end(), 0, [](int sum, auto& one) { return sum + one.second; }) << '\n';
}
