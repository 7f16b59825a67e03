// expect: verdict=output_limit; stdout_contains=😀; stdout_excludes=-; note=the cut falls into the middle of a character
// category: output limit (within a character)
#include <cstdio>
int main() {
    std::putchar('x');
    for (;;) std::fputs("\xF0\x9F\x98\x80", stdout);
}
