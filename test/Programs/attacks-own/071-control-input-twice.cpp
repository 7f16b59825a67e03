// expect: verdict=accepted; stdout_contains=parent abc child def; stdout_excludes=-; note=control: [stdin=text:abcdef] a child shares its parent's input
// category: control (no attack)
#include <cstdio>
#include <sys/wait.h>
#include <unistd.h>
int main() {
    char mine[4]{}, theirs[4]{};
    (void)!read(0, mine, 3);
    std::printf("parent %s ", mine);
    std::fflush(stdout);
    if (fork() == 0) { (void)!read(0, theirs, 3); std::printf("child %s\n", theirs); std::fflush(stdout); _exit(0); }
    wait(nullptr);
}
