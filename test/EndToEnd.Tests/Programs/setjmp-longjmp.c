#include <setjmp.h>
#include <stdio.h>

static jmp_buf back;

static void deep(int n) {
    if (n == 0) longjmp(back, 42);
    deep(n - 1);
}

int main(void) {
    int value = setjmp(back);
    if (value == 0) deep(100);
    printf("%d\n", value);
    return value - 42;
}
