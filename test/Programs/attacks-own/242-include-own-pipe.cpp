// expect: verdict=compile_error; stdout_contains=-; stdout_excludes=-; note=[stage=compile] the compiler waits for its own standard output: only the wall limit helps, unless the file is refused
// category: #include "/proc/self/fd/1"
#include "/proc/self/fd/1"
int main() { return missing; }
