// expect: verdict=memory_limit; stdout_contains=-; stdout_excludes=-; note=the kernel kills a child for memory and the parent exits with 0: still the memory limit
// category: memory bomb (child)
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>
int main() {
    if (fork() == 0)
        for (;;) {
            volatile char* p = static_cast<char*>(std::malloc(1 << 20));
            for (int i = 0; p && i < 1 << 20; i += 4096) p[i] = 1;
        }
    wait(nullptr);
    return 0;
}
