// stdin*5000: the quick brown fox 
#include <ctype.h>
#include <stdio.h>

int main(void) {
    char block[4096];
    size_t n, letters = 0, blocks = 0;
    while ((n = fread(block, 1, sizeof block, stdin)) > 0) {
        blocks++;
        for (size_t i = 0; i < n; i++) letters += isalpha((unsigned char)block[i]) != 0;
    }
    printf("%zu %zu %d %d\n", letters, blocks, feof(stdin) != 0, ferror(stdin) != 0);
}
