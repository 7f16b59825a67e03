// expect: verdict=time_limit; stdout_contains=before stop; stdout_excludes=-; note=a stopped process uses nothing and never ends: the wall limit ends it, and SIGKILL works on it
// category: SIGSTOP
#include <csignal>
#include <cstdio>
int main() {
    std::puts("before stop");
    std::fflush(stdout);
    raise(SIGSTOP);
    std::puts("continued");
}
