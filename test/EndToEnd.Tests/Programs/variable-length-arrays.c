// stdin: 5 4\n
#include <stdio.h>

static long trace(int n, long m[n][n]) {
    long sum = 0;
    for (int i = 0; i < n; i++) sum += m[i][i];
    return sum;
}

int main(void) {
    int n, power;
    if (scanf("%d %d", &n, &power) != 2) return 1;
    long a[n][n], r[n][n];
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) { a[i][j] = (i * 7 + j * 3) % 5; r[i][j] = i == j; }
    while (power--) {
        long t[n][n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) {
                t[i][j] = 0;
                for (int k = 0; k < n; k++) t[i][j] += r[i][k] * a[k][j];
            }
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) r[i][j] = t[i][j];
    }
    printf("%ld %zu\n", trace(n, r), sizeof a);
}
