// expect: verdict=compile_error|accepted; stdout_contains=-; stdout_excludes=CANARY; note=[stage=compile] the compiler's own memory as a header
// category: #include "/proc/self/mem"
#include "/proc/self/mem"
int main() {}
