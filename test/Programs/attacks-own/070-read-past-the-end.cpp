// expect: verdict=time_limit; stdout_contains=-; stdout_excludes=-; note=[stdin=text:x] reads for ever after the end of its input
// category: reading past the end
#include <cstdio>
int main() {
    for (;;) { std::clearerr(stdin); if (std::getchar() == 'q') break; }
}
