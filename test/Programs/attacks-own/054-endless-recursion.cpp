// expect: verdict=runtime_error(SIGSEGV)|memory_limit; stdout_contains=-; stdout_excludes=-; note=the stack is limited below the memory
// category: stack overflow (recursion)
#include <cstdio>
static int deeper(int n) {
    volatile char frame[256] = {};
    frame[n & 255] = static_cast<char>(n);
    return deeper(n + 1) + frame[n & 127];
}
int main() { std::printf("%d\n", deeper(0)); }
