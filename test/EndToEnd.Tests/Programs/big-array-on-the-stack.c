// As large as a contestant's: 72 MB of doubles as a local variable.
#include <stdio.h>

int main(void) {
    double a[3000][3000];
    for (int i = 0; i < 3000; i++)
        for (int j = 0; j < 3000; j++) a[i][j] = i ^ j;
    double sum = 0;
    for (int i = 0; i < 3000; i++) sum += a[i][(i * 7) % 3000];
    printf("%.0f\n", sum);
}
