// expect: verdict=runtime_error(SIGKILL); stdout_contains=before; stdout_excludes=-; note=SIGKILL by its own hand is neither a time nor a memory limit
// category: SIGKILL
#include <csignal>
#include <cstdio>
int main() {
    std::puts("before");
    std::fflush(stdout);
    raise(SIGKILL);
}
