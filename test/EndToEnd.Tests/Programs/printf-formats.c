#include <inttypes.h>
#include <stdio.h>

int main(void) {
    printf("[%5d|%-5d|%05d|%+d|%x|%#o|%e|%g|%10.3f|%a|%c|%s|%.3s|%%|%*d]\n", 42, 42, 42, 42, 255, 8, 12345.678, 1e-10, 3.14159, 1.5, 'x', "text", "abcdef", 6, 7);
    printf("%" PRId64 " %" PRIu64 " %zu %hhd %Lf\n", INT64_MIN, UINT64_MAX, sizeof(long double), (signed char)300, 1.25L);
    int counted;
    printf("%s%n ", "counted", &counted);
    printf("%d\n", counted);
}
