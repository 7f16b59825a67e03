// expect: verdict=compile_error|accepted; stdout_contains=-; stdout_excludes=-; note=[stage=compile] [bomb] the assembler is told to print a gigabyte: its words are read and cut
// category: diagnostics flood (assembler)
asm(".macro p\n.print \"flood flood flood flood\"\n.endm\n.rept 40000000\np\n.endr");
int main() {}
