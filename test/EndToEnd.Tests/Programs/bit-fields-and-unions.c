#include <stdint.h>
#include <stdio.h>

struct date { unsigned day : 5, month : 4, year : 12; };
union number { float f; uint32_t bits; };

int main(void) {
    struct date d = {.day = 31, .month = 12, .year = 2026};
    union number n = {.f = -0.15625f};
    d.day++;
    printf("%u %u %u %zu %08x %d %d\n", d.day, d.month, d.year, sizeof d, n.bits, __builtin_popcount(n.bits), __builtin_clz(n.bits >> 3));
}
