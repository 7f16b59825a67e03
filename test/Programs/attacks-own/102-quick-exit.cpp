// expect: verdict=runtime_error(EXIT:7); stdout_contains=handler ran; stdout_excludes=-; note=quick_exit and its handlers
// category: exit status (quick_exit)
#include <cstdio>
#include <cstdlib>
int main() {
    std::at_quick_exit([] { std::puts("handler ran"); std::fflush(stdout); });
    std::quick_exit(7);
}
