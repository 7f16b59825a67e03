// stdin: 5 6\n0 1 4\n0 2 1\n2 1 2\n1 3 5\n2 3 8\n3 4 3\n
#include <iostream>
#include <queue>
#include <vector>
using namespace std;

int main() {
    int n, m;
    cin >> n >> m;
    vector<vector<pair<int, int>>> graph(n);
    for (int u, v, w; m-- && cin >> u >> v >> w;) graph[u].emplace_back(v, w), graph[v].emplace_back(u, w);
    vector<long> distance(n, 1e18);
    priority_queue<pair<long, int>, vector<pair<long, int>>, greater<>> queue;
    queue.emplace(distance[0] = 0, 0);
    while (!queue.empty()) {
        auto [d, v] = queue.top();
        queue.pop();
        if (d > distance[v]) continue;
        for (auto [to, w] : graph[v])
            if (d + w < distance[to]) queue.emplace(distance[to] = d + w, to);
    }
    for (long d : distance) cout << d << ' ';
    cout << endl;
}
