#include <complex.h>
#include <math.h>
#include <stdio.h>

int main(void) {
    double complex z = 1;
    for (int i = 0; i < 8; i++) z *= cexp(I * M_PI / 4);
    double complex w = csqrt(-2 + 0 * I);
    printf("%.6f %.6f %.6f %.6f\n", creal(z), fabs(cimag(z)), creal(w), cimag(w));
}
