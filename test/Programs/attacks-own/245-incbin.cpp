// expect: verdict=compile_error|accepted; stdout_contains=-; stdout_excludes=CANARY; note=[stage=compile] the assembler embeds a file, which the program then prints
// category: .incbin
#include <cstdio>
asm(".section .rodata\n.global leak\nleak: .incbin \"/proc/self/environ\"\n.incbin \"/etc/passwd\"\n.global leak_end\nleak_end:\n.previous");
extern "C" const char leak[], leak_end[];
int main() { std::fwrite(leak, 1, static_cast<unsigned long>(leak_end - leak), stdout); }
