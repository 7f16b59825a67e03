// expect: verdict=accepted; stdout_contains=objects made; stdout_excludes=CANARY; note=[run=2] named shared memory, semaphores and queues are gone for the next run
// category: leftovers (POSIX)
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/stat.h>
int main() {
    int made = 0;
    if (shm_open("/left", O_CREAT | O_EXCL | O_RDWR, 0666) >= 0) ++made;
    else if (errno == EEXIST) std::puts("CANARY-BREACH shared memory of an earlier run");
    if (sem_open("/left", O_CREAT | O_EXCL, 0666, 1) != SEM_FAILED) ++made;
    else if (errno == EEXIST) std::puts("CANARY-BREACH a semaphore of an earlier run");
    if (mq_open("/left", O_CREAT | O_EXCL | O_RDWR, 0666, nullptr) >= 0) ++made;
    else if (errno == EEXIST) std::puts("CANARY-BREACH a queue of an earlier run");
    std::printf("objects made: %d\n", made);
}
