// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=-; note=[stage=compile] the largest alignment there is makes a large file of nothing
// category: huge alignment
#include <cstdio>
alignas(1 << 28) static char aligned[4] = "yes";
int main() { std::puts(aligned); }
