#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void) {
    FILE *file = fopen("out.txt", "w+");
    if (!file) return 1;
    for (int i = 0; i < 100; i++) fprintf(file, "%d\n", i * i);
    rewind(file);
    int x;
    long sum = 0;
    while (fscanf(file, "%d", &x) == 1) sum += x;
    fclose(file);
    struct stat st;
    stat("out.txt", &st);
    printf("%ld %ld %d\n", sum, (long)st.st_size, unlink("out.txt"));
}
