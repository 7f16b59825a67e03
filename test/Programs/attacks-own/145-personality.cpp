// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=no execution domain that weakens memory protection
// category: personality
#include <cstdio>
#include <initializer_list>
#include <sys/personality.h>
int main() {
    for (unsigned long p : {0x0040000UL, 0x0400000UL, 0x0100000UL})
        if (personality(p) != -1) std::printf("CANARY-BREACH personality %lx\n", p);
    std::puts("personality checked");
}
