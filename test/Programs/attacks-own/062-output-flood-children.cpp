// expect: verdict=output_limit; stdout_contains=-; stdout_excludes=-; note=twenty processes write at the same time
// category: output flood (processes)
#include <cstring>
#include <sys/wait.h>
#include <unistd.h>
int main() {
    char b[4096];
    std::memset(b, 'c', sizeof b);
    for (int i = 0; i < 20; ++i)
        if (fork() == 0) for (;;) (void)!write(1 + i % 2, b, sizeof b);
    while (wait(nullptr) > 0) {}
}
