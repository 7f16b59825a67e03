// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=-; note=[stage=compile] seventy thousand symbols and sections
// category: object file bomb
asm(".altmacro\n.macro many from, to\n.if \\to-\\from\n.section .s\\from,\"a\"\n.byte 1\nmany %(\\from+1), \\to\n.endif\n.endm\n.rept 20000\n.section .t\\+,\"a\"\n.byte 1\n.endr\n.text");
int main() {}
