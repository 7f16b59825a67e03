// stdin: 6 7\n0 1 4\n1 2 8\n2 3 7\n3 4 9\n4 5 10\n5 0 2\n1 4 1\n
#include <bits/stdc++.h>
using namespace std;

int main() {
    int n, m;
    cin >> n >> m;
    vector<array<int, 3>> edges(m);
    for (auto& [w, u, v] : edges) cin >> u >> v >> w;
    sort(edges.begin(), edges.end());
    vector<int> parent(n);
    iota(parent.begin(), parent.end(), 0);
    auto find = [&](auto&& self, int v) -> int { return parent[v] == v ? v : parent[v] = self(self, parent[v]); };
    long total = 0;
    for (auto [w, u, v] : edges)
        if (int a = find(find, u), b = find(find, v); a != b) parent[a] = b, total += w;
    cout << total << '\n';
}
