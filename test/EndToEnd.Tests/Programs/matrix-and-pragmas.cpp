#pragma GCC optimize("O3,unroll-loops")
#include <iostream>
#pragma GCC target("avx2,bmi,popcnt")

static int a[128][128], b[128][128], r[128][128];

int main() {
    for (int i = 0; i < 128; i++)
        for (int j = 0; j < 128; j++) a[i][j] = i + j, b[i][j] = i - j;
    for (int i = 0; i < 128; i++)
        for (int k = 0; k < 128; k++)
            for (int j = 0; j < 128; j++) r[i][j] += a[i][k] * b[k][j];
    unsigned hash = 0;
    for (auto& row : r)
        for (int x : row) hash = hash * 31 + x;
    std::cout << hash << ' ' << __builtin_popcount(hash) << '\n';
}
