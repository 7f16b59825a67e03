// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=[stage=compile] a section that names another program loader
// category: ELF interpreter
#include <cstdio>
const char interpreter[] __attribute__((section(".interp"))) = "/proc/self/exe";
int main() { std::puts("runs"); }
