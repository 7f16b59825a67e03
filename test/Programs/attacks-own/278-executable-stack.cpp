// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=-; note=[stage=compile] asks for an executable stack
// category: linker flags by section
#include <cstdio>
asm(".section .note.GNU-stack,\"x\",@progbits\n.previous");
int main() { std::puts("still runs"); }
