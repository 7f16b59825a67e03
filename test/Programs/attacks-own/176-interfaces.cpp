// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=no interface but loopback, and the tables of the network are empty
// category: network (interfaces)
#include <cstdio>
#include <cstring>
#include <initializer_list>
int main() {
    char line[512];
    std::FILE* f = std::fopen("/proc/net/dev", "r");
    while (f && std::fgets(line, sizeof line, f)) {
        char name[64];
        if (std::strchr(line, ':') && std::sscanf(line, " %63[^:]", name) == 1 && std::strcmp(name, "lo")) std::printf("CANARY-BREACH interface %s\n", name);
    }
    for (const char* p : {"/proc/net/tcp", "/proc/net/tcp6", "/proc/net/udp", "/proc/net/route", "/proc/net/arp"}) {
        std::FILE* t = std::fopen(p, "r");
        int lines = 0;
        while (t && std::fgets(line, sizeof line, t)) ++lines;
        if (lines > 1) std::printf("CANARY-BREACH %s has entries\n", p);
    }
    std::puts("interfaces checked");
}
