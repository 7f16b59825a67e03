// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=-; note=[stage=compile] more than a program may address
// category: huge static array
#include <cstdio>
static char large[1L << 33];
int main(int argc, char**) { large[argc] = 1; std::printf("%d\n", large[argc * 1000]); }
