// expect: verdict=compile_error; stdout_contains=-; stdout_excludes=-; note=[stage=compile] [bomb] a macro of the assembler that calls itself
// category: assembler macro bomb
asm(".macro again\nagain\nagain\n.endm\nagain");
int main() {}
