// stdin: 5\n3 1 4 1 5\n
#include <algorithm>
#include <iostream>
#include <vector>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n;
    cin >> n;
    vector<int> a(n);
    for (auto& x : a) cin >> x;
    sort(a.rbegin(), a.rend());
    for (int x : a) cout << x << ' ';
    cout << '\n';
}
