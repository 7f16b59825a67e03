// stdin: 0
#include <stdio.h>

int main(void) {
    int zero = 1;
    scanf("%d", &zero);
    volatile int result = 100 / zero;
    printf("%d\n", result);
}
