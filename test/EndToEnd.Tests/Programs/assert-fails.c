// stdin: 3
#include <assert.h>
#include <stdio.h>

int main(void) {
    int n = 0;
    scanf("%d", &n);
    puts("counting");
    fflush(stdout);
    assert(n == 4);
}
