// GNU's dialect leaves trigraphs alone.
#include <stdio.h>

int main(void) { puts("what??! yes??/no ??="); }
