// stdin: Hello, World!\n
#include <ctype.h>
#include <stdio.h>

int main(void) {
    int ch;
    while ((ch = getchar()) != EOF)
        putchar(isupper(ch) ? tolower(ch) : toupper(ch));
}
