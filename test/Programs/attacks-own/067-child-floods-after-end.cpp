// expect: verdict=accepted|output_limit; stdout_contains=parent done; stdout_excludes=-; note=[deadline] a grandchild floods stdout when the program has already ended
// category: output after the end (flood)
#include <cstdio>
#include <cstring>
#include <unistd.h>
int main() {
    std::puts("parent done");
    std::fflush(stdout);
    if (fork() == 0) {
        char b[65536];
        std::memset(b, 'f', sizeof b);
        for (;;) (void)!write(1, b, sizeof b);
    }
}
