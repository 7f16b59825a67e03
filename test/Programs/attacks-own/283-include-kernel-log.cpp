// expect: verdict=compile_error|accepted; stdout_contains=-; stdout_excludes=CANARY; note=[stage=compile] files that block or never end
// category: #include "/proc/kmsg"
#include "/proc/kmsg"
int main() {}
