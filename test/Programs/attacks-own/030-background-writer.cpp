// expect: verdict=accepted|output_limit; stdout_contains=parent done; stdout_excludes=CANARY; note=[deadline] a child goes on writing to stdout after the end: the verdict does not wait for it
// category: output after the end
#include <cstdio>
#include <unistd.h>
int main() {
    std::puts("parent done");
    std::fflush(stdout);
    if (fork() == 0) for (;;) { (void)!write(1, "late\n", 5); usleep(1000); }
}
