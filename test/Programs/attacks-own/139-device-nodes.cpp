// expect: verdict=accepted; stdout_contains=nodes refused; stdout_excludes=CANARY; note=no device node can be made anywhere
// category: mknod
#include <cstdio>
#include <initializer_list>
#include <sys/stat.h>
#include <sys/sysmacros.h>
int main() {
    for (const char* p : {"mem", "/tmp/mem", "/dev/shm/mem", "/dev/mem2", "/mem"}) {
        if (mknod(p, S_IFCHR | 0666, makedev(1, 1)) == 0) std::printf("CANARY-BREACH made a memory device at %s\n", p);
        if (mknod(p, S_IFBLK | 0666, makedev(8, 0)) == 0) std::printf("CANARY-BREACH made a disk device at %s\n", p);
    }
    std::puts("nodes refused");
}
