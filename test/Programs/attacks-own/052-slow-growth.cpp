// expect: verdict=memory_limit; stdout_contains=-; stdout_excludes=-; note=one mebibyte every five milliseconds
// category: memory bomb (slow)
#include <cstdlib>
#include <unistd.h>
int main() {
    for (;;) {
        volatile char* p = static_cast<char*>(std::malloc(1 << 20));
        for (int i = 0; p && i < 1 << 20; i += 4096) p[i] = 1;
        usleep(5000);
    }
}
