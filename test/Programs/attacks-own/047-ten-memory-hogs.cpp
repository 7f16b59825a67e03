// expect: verdict=memory_limit; stdout_contains=-; stdout_excludes=CANARY; note=ten processes of 60 MiB each: the sum counts
// category: memory bomb (processes)
#include <cstdio>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>
int main() {
    for (int i = 0; i < 10; ++i)
        if (fork() == 0) {
            volatile char* p = static_cast<char*>(std::malloc(60 << 20));
            for (long k = 0; p && k < 60 << 20; k += 4096) p[k] = 1;
            sleep(60);
            _exit(0);
        }
    while (wait(nullptr) > 0) {}
}
