// What strict C hides: strdup, M_PI, alloca, typeof, drand48.
#include <alloca.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
    char *copy = strdup("hello");
    typeof(copy[0]) *end = alloca(8);
    strcpy(end, " world");
    srand48(42);
    printf("%s%s %.10f %.10f\n", copy, end, M_PI, drand48());
    free(copy);
}
