// stdin: 8 5\n1 2 3 4 5 6 7 8\n1 0 7\n2 3 10\n1 2 4\n2 0 5\n1 0 7\n
#include <bits/stdc++.h>
using namespace std;

struct Tree {
    int n;
    vector<long> sums;
    explicit Tree(int size) : n(size), sums(2 * size) {}
    void set(int at, long value) { for (sums[at += n] = value; at > 1; at /= 2) sums[at / 2] = sums[at] + sums[at ^ 1]; }
    long sum(int left, int right) {
        long total = 0;
        for (left += n, right += n + 1; left < right; left /= 2, right /= 2) {
            if (left & 1) total += sums[left++];
            if (right & 1) total += sums[--right];
        }
        return total;
    }
};

int main() {
    int n, q, kind, a, b;
    scanf("%d %d", &n, &q);
    Tree tree(n);
    for (int i = 0, x; i < n && scanf("%d", &x); i++) tree.set(i, x);
    while (q-- && scanf("%d %d %d", &kind, &a, &b) == 3)
        if (kind == 1) printf("%ld\n", tree.sum(a, b)); else tree.set(a, b);
}
