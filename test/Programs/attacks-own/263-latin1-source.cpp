// expect: verdict=accepted|compile_error; stdout_contains=-; stdout_excludes=-; note=[stage=compile] a comment and a string that are not UTF-8
// category: invalid UTF-8 in source
#include <cstdio>
// café ÿþ
int main() { std::puts("café"); }
