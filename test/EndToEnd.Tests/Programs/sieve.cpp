// stdin: 1000000
#include <cstdio>
#include <vector>

int main() {
    int n, count = 0, last = 0;
    scanf("%d", &n);
    std::vector<bool> composite(n + 1);
    for (long i = 2; i <= n; i++) {
        if (composite[i]) continue;
        count++, last = i;
        for (long j = i * i; j <= n; j += i) composite[j] = true;
    }
    printf("%d %d\n", count, last);
}
