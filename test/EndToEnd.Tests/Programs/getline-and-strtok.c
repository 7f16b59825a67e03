// stdin: one,two;three\nfour,,five\n
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
    char *line = NULL;
    size_t size = 0;
    ssize_t n;
    while ((n = getline(&line, &size, stdin)) > 0) {
        for (char *save, *word = strtok_r(line, ",;\n", &save); word; word = strtok_r(NULL, ",;\n", &save))
            printf("[%s]", word);
        printf(" %zd\n", n);
    }
    free(line);
}
