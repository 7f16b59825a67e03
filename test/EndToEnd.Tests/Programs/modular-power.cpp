// stdin: 3\n2 10 1000000007\n3 200 13\n123456789 987654321 998244353\n
#include <cstdio>

static constexpr long power(long base, long exponent, long modulus) {
    long result = 1;
    for (base %= modulus; exponent; exponent >>= 1, base = base * base % modulus)
        if (exponent & 1) result = result * base % modulus;
    return result;
}
static_assert(power(2, 10, 1000) == 24);

int main() {
    int t;
    scanf("%d", &t);
    for (long a, b, m; t-- && scanf("%ld %ld %ld", &a, &b, &m) == 3;) printf("%ld\n", power(a, b, m));
}
