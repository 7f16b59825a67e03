// stdin: 10 20 30\n
// Standard input is a file: it can be read twice.
#include <stdio.h>

int main(void) {
    int x, count = 0, sum = 0;
    while (scanf("%d", &x) == 1) count++;
    rewind(stdin);
    while (scanf("%d", &x) == 1) sum += x;
    long end = (fseek(stdin, 0, SEEK_END), ftell(stdin));
    printf("%d %d %ld\n", count, sum, end);
}
