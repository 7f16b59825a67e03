// expect: verdict=accepted; stdout_contains=caught; stdout_excludes=-; note=an absurd request fails cleanly and the program goes on
// category: allocation failure
#include <cstdio>
#include <new>
int main() {
    try {
        volatile char* p = new char[1UL << 48];
        p[0] = 1;
        std::puts("given");
    } catch (const std::bad_alloc&) {
        std::puts("caught");
    }
}
