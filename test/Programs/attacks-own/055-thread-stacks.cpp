// expect: verdict=memory_limit|runtime_error; stdout_contains=-; stdout_excludes=CANARY; note=fifty threads touch eight mebibytes of stack each
// category: memory bomb (stacks)
#include <cstdio>
#include <pthread.h>
#include <unistd.h>
static void* touch(void*) {
    volatile char frame[8 << 20];
    for (int i = 0; i < 8 << 20; i += 4096) frame[i] = 1;
    sleep(2);
    return nullptr;
}
int main() {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 9 << 20);
    pthread_t threads[50];
    int n = 0;
    while (n < 50 && pthread_create(&threads[n], &attributes, touch, nullptr) == 0) ++n;
    for (int i = 0; i < n; ++i) pthread_join(threads[i], nullptr);
    if (n == 50) std::puts("CANARY-BREACH 400 MiB of stacks");
    return 4;
}
