// expect: verdict=accepted; stdout_contains=last words; stdout_excludes=-; note=main leaves by pthread_exit, the process lives on in another thread: its end is the end
// category: threads
#include <cstdio>
#include <cstdlib>
#include <pthread.h>
#include <unistd.h>
int main() {
    pthread_t other;
    pthread_create(&other, nullptr, [](void*) -> void* {
        usleep(300000);
        std::puts("last words");
        std::exit(0);
    }, nullptr);
    pthread_exit(nullptr);
}
