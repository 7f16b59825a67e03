// expect: verdict=runtime_error(SIGPIPE); stdout_contains=-; stdout_excludes=-; note=SIGPIPE has its default action: the engine may not leave it ignored
// category: SIGPIPE
#include <unistd.h>
int main() {
    int ends[2];
    if (pipe(ends) != 0) return 1;
    close(ends[0]);
    (void)!write(ends[1], "x", 1);
    return 2;
}
