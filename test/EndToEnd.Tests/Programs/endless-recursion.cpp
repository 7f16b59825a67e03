// options: -O0
// Ends by a signal at the end of the stack.
// stack: 16777216
#include <cstdio>

static int fall(volatile int n) {
    volatile char weight[1000];
    weight[n % 1000] = 1;
    return fall(n + 1) + weight[n % 1000];
}

int main() {
    puts("falling");
    fflush(stdout);
    return fall(0);
}
