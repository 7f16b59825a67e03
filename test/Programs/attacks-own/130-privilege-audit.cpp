// expect: verdict=accepted; stdout_contains=audit done; stdout_excludes=CANARY; note=no uid or gid 0, no further groups, five empty capability sets, no_new_privs, seccomp filter, no core files
// category: privileges
#include <cstdio>
#include <cstring>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>
int main() {
    uid_t r, e, s;
    gid_t gr, ge, gs, groups[64];
    getresuid(&r, &e, &s);
    getresgid(&gr, &ge, &gs);
    if (!r || !e || !s) std::puts("CANARY-BREACH runs as uid 0");
    if (!gr || !ge || !gs) std::puts("CANARY-BREACH runs as gid 0");
    int n = getgroups(64, groups);
    for (int i = 0; i < n; ++i) if (groups[i] != gr) std::printf("CANARY-BREACH further group %d\n", static_cast<int>(groups[i]));
    std::FILE* f = std::fopen("/proc/self/status", "r");
    char line[256];
    bool privileges = false, filter = false;
    while (f && std::fgets(line, sizeof line, f)) {
        unsigned long long value = 0;
        char name[32];
        if (std::sscanf(line, "Cap%3[A-Za-z]:\t%llx", name, &value) == 2 && value != 0) std::printf("CANARY-BREACH %s", line);
        privileges |= !std::strcmp(line, "NoNewPrivs:\t1\n");
        filter |= !std::strcmp(line, "Seccomp:\t2\n");
    }
    if (!privileges) std::puts("CANARY-BREACH no_new_privs is off");
    if (!filter) std::puts("CANARY-BREACH no seccomp filter");
    for (int c = 0; c < 64; ++c) if (prctl(PR_CAPBSET_READ, c) == 1) std::printf("CANARY-BREACH capability %d in the bounding set\n", c);
    rlimit core{};
    getrlimit(RLIMIT_CORE, &core);
    if (core.rlim_max != 0) std::puts("CANARY-BREACH core files are allowed");
    std::puts("audit done");
}
