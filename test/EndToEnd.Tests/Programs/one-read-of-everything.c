// stdin*30000: 123456789\n
#include <stdio.h>
#include <unistd.h>

static char buffer[1 << 20];

int main(void) {
    ssize_t got = read(0, buffer, sizeof buffer);
    printf("%zd %zd\n", got, read(0, buffer, sizeof buffer));
}
