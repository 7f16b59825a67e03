// expect: verdict=compile_error; stdout_contains=-; stdout_excludes=CANARY; note=[stage=compile] neither the agent's environment nor its memory can be embedded
// category: .incbin (pid 1)
asm(".incbin \"/proc/1/environ\"");
int main() {}
