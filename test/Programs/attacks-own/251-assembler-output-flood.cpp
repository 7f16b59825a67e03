// expect: verdict=compile_error; stdout_contains=-; stdout_excludes=-; note=[stage=compile] [bomb] the assembler is told to print for ever
// category: diagnostics flood (assembler)
asm(".rept 1000000000\n.print \"flood flood flood flood\"\n.endr");
int main() {}
