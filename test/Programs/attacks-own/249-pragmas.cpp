// expect: verdict=compile_error|accepted; stdout_contains=-; stdout_excludes=CANARY; note=[stage=compile] options by pragma and attribute do not load plugins, read or write files
// category: options in the source
#pragma GCC optimize("-fplugin=/tmp/evil.so")
#pragma GCC optimize("O0", "-fdump-tree-all")
#pragma GCC target("avx2")
#pragma GCC diagnostic ignored "-Wall"
#include <cstdio>
__attribute__((optimize("-fdump-rtl-all"))) static int work(int n) { return n * 2; }
int main() { std::printf("%d\n", work(21)); }
