// expect: verdict=compile_error; stdout_contains=-; stdout_excludes=-; note=[stage=compile] [bomb] the compiler reads for ever
// category: #include "/dev/zero"
#include "/dev/zero"
int main() {}
