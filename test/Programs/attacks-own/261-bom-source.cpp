// expect: verdict=accepted; stdout_contains=bom source é; stdout_excludes=-; note=[stage=compile] a byte order mark before the first line
// category: UTF-8 BOM
#include <cstdio>
int main() { std::puts("bom source é"); }
