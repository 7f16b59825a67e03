// expect: verdict=accepted; stdout_contains=oracles closed; stdout_excludes=CANARY; note=calls that tell whether a part of a shared file is in the page cache tell what others have run or included lately
// category: information leak between jobs
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
int main() {
    int fd = open("/usr/lib/x86_64-linux-gnu/libc.so.6", O_RDONLY);
    if (fd < 0) fd = open("/usr/lib/os-release", O_RDONLY);
    char byte;
    iovec part{&byte, 1};
    if (preadv2(fd, &part, 1, 0, 8 /* RWF_NOWAIT */) >= 0 || errno != EOPNOTSUPP) std::puts("CANARY-BREACH RWF_NOWAIT");
    if (preadv2(fd, &part, 1, 0, 0) != 1) return 1;
    void* p = mmap(nullptr, 4096, PROT_READ, MAP_SHARED, fd, 0);
    unsigned char resident = 0;
    if (mincore(p, 4096, &resident) == 0 || errno != ENOSYS) std::puts("CANARY-BREACH mincore");
    struct { unsigned long long offset, length; } range{0, 0};
    unsigned long long pages[5];
    if (syscall(451 /* cachestat */, fd, &range, pages, 0) == 0) std::puts("CANARY-BREACH cachestat");
    if (fcntl(fd, 1026 /* F_NOTIFY */, 1) == 0) std::puts("CANARY-BREACH F_NOTIFY");
    if (fcntl(fd, 1024 /* F_SETLEASE */, F_RDLCK) == 0) std::puts("CANARY-BREACH F_SETLEASE");
    std::puts("oracles closed");
}
