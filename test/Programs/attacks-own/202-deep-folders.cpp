// expect: verdict=accepted; stdout_contains=deep; stdout_excludes=CANARY; note=[run=2] [deadline] folders nested far beyond the longest path: the clean-up goes all the way
// category: deep directories
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
int main() {
    int depth = 0;
    while (depth < 1500 && mkdir("a-folder-with-a-name-that-is-long-enough-to-matter", 0700) == 0 && chdir("a-folder-with-a-name-that-is-long-enough-to-matter") == 0) ++depth;
    close(open("bottom", O_CREAT | O_WRONLY, 0400));
    chmod(".", 0000);
    if (depth == 0) std::puts("CANARY-BREACH the folder of an earlier run is still there");
    std::printf("deep %d\n", depth);
}
