// A nested function that sees its caller's variables, passed as a pointer.
#include <stdio.h>
#include <stdlib.h>

int main(void) {
    int weights[] = {3, 1, 2, 9, 7}, order[] = {0, 1, 2, 3, 4}, compared = 0;
    int by_weight(const void *a, const void *b) {
        compared++;
        return weights[*(const int *)a] - weights[*(const int *)b];
    }
    qsort(order, 5, sizeof *order, by_weight);
    for (int i = 0; i < 5; i++) printf("%d ", order[i]);
    printf("%d\n", compared > 0);
}
