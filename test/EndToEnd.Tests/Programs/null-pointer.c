#include <stdio.h>

int main(int count, char **arguments) {
    volatile int *nowhere = count > 99 ? (int *)arguments : NULL;
    puts("before");
    fflush(stdout);
    *nowhere = 1;
}
