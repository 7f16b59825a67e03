// expect: verdict=accepted; stdout_contains=keys refused; stdout_excludes=CANARY; note=keyrings are not in any namespace: a key would be visible to other jobs of the same uid
// category: keyrings
#include <cstdio>
#include <sys/syscall.h>
#include <unistd.h>
int main() {
    for (int ring = -5; ring < 0; ++ring) {
        long key = syscall(SYS_add_key, "user", "CODERUNNER-KEY", "value", 5UL, static_cast<long>(ring));
        if (key >= 0) std::printf("CANARY-BREACH key in ring %d\n", ring);
        if (syscall(SYS_keyctl, 0, static_cast<long>(ring), 1) >= 0) std::printf("CANARY-BREACH ring %d\n", ring);
    }
    std::puts("keys refused");
}
