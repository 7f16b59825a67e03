// expect: verdict=accepted; stdout_contains=objects made; stdout_excludes=CANARY; note=[run=2] SysV segments, semaphores and queues with fixed keys are gone for the next run
// category: leftovers (SysV)
#include <cstdio>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
int main() {
    if (shmget(4711, 1, 0) >= 0) std::puts("CANARY-BREACH a segment of an earlier run");
    if (semget(4711, 1, 0) >= 0) std::puts("CANARY-BREACH a semaphore of an earlier run");
    if (msgget(4711, 0) >= 0) std::puts("CANARY-BREACH a queue of an earlier run");
    int made = (shmget(4711, 1 << 20, IPC_CREAT | 0666) >= 0) + (semget(4711, 4, IPC_CREAT | 0666) >= 0) + (msgget(4711, IPC_CREAT | 0666) >= 0);
    std::printf("objects made: %d\n", made);
}
