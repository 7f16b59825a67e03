// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=exec of a program of the sandbox, if there is one, within the same limits
// category: exec
#include <unistd.h>
int main() {
    execl("/bin/sh", "sh", "-c", "echo shell; id; exit 3", static_cast<char*>(nullptr));
    return 4;
}
