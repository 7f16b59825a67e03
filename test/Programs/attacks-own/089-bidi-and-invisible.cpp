// expect: verdict=accepted; stdout_contains=visible; stdout_excludes=-; note=bidirectional overrides, zero-width characters, private use, unassigned and the last code points
// category: odd characters
#include <cstdio>
int main() { std::puts("\u202E\u2066\u200B\u200D\uFEFF\uE000\uFFFE\uFFFF\U0010FFFF \u2028\u2029 visible \x7F\x1B[31m\a\b"); }
