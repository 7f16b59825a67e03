// expect: verdict=accepted; stdout_contains=after; stdout_excludes=-; note=NULs are bytes like others
// category: NUL in output
#include <cstdio>
int main() {
    for (int i = 0; i < 1000; ++i) std::putchar(0);
    std::puts("after");
}
