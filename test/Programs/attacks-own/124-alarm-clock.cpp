// expect: verdict=runtime_error(SIGALRM); stdout_contains=-; stdout_excludes=-; note=its own alarm ends it
// category: SIGALRM
#include <unistd.h>
int main() {
    alarm(1);
    for (;;) pause();
}
