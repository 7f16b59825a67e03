// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=no second name for files of others
// category: hard links
#include <cstdio>
#include <fcntl.h>
#include <initializer_list>
#include <unistd.h>
int main() {
    for (const char* p : {"/usr/bin/env", "/etc/passwd", "/proc/self/exe", "/dev/null", "/proc/1/exe"}) {
        if (link(p, "second") == 0) std::printf("CANARY-BREACH linked %s\n", p);
        if (linkat(AT_FDCWD, p, AT_FDCWD, "third", AT_SYMLINK_FOLLOW) == 0) std::printf("CANARY-BREACH linked what %s leads to\n", p);
        unlink("second");
        unlink("third");
    }
    std::puts("hard links checked");
}
