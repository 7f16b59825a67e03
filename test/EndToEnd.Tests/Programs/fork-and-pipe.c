#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
    int ends[2], status;
    char text[16] = "";
    if (pipe(ends)) return 1;
    if (fork() == 0) {
        write(ends[1], "from the child", 14);
        _exit(5);
    }
    read(ends[0], text, sizeof text - 1);
    wait(&status);
    printf("%s %d\n", text, WEXITSTATUS(status));
}
