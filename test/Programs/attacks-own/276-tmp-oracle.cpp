// expect: verdict=accepted; stdout_contains=oracle done; stdout_excludes=CANARY; note=[stage=compile] what other jobs and the host have in the temporary folders cannot be seen
// category: compile-time file oracle (tmp)
#include <cstdio>
#if __has_include("/var/lib/dpkg/status") || __has_include("/root/.bashrc") || __has_include("/root/.profile") || __has_include("/etc/shadow") || __has_include("/etc/hostname")
#define FOUND 1
#else
#define FOUND 0
#endif
int main() {
    if (FOUND) std::puts("CANARY-BREACH host files in the compile sandbox");
    std::puts("oracle done");
}
