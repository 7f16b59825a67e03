// options: -pthread
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 4, EACH = 100000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long total;

static void *count(void *from) {
    long own = 0;
    for (long i = 0; i < EACH; i++) own += (long)from + i;
    pthread_mutex_lock(&lock);
    total += own;
    pthread_mutex_unlock(&lock);
    return (void *)own;
}

int main(void) {
    pthread_t threads[THREADS];
    for (long i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, count, (void *)(i * EACH));
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    printf("%ld\n", total);
}
