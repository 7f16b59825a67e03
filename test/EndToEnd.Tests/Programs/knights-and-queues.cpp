// stdin: 8 0 0 7 7
#include <iostream>
#include <queue>

int main() {
    int n, fromX, fromY, toX, toY;
    std::cin >> n >> fromX >> fromY >> toX >> toY;
    std::vector distance(n, std::vector(n, -1));
    std::queue<std::pair<int, int>> queue;
    queue.push({fromX, fromY});
    distance[fromX][fromY] = 0;
    for (; !queue.empty(); queue.pop()) {
        auto [x, y] = queue.front();
        for (int dx : {-2, -1, 1, 2})
            for (int dy : {-2, -1, 1, 2}) {
                if (abs(dx) == abs(dy)) continue;
                int nx = x + dx, ny = y + dy;
                if (nx < 0 || ny < 0 || nx >= n || ny >= n || distance[nx][ny] >= 0) continue;
                distance[nx][ny] = distance[x][y] + 1;
                queue.push({nx, ny});
            }
    }
    std::cout << distance[toX][toY] << '\n';
}
