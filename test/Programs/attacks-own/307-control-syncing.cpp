// expect: verdict=accepted; stdout_contains=syncing fine; stdout_excludes=-; note=control: what asks for bytes to be on a disk succeeds, and costs others nothing as there is none
// category: control (files)
#include <cstdio>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
int main() {
    int fine = 0;
    int fd = open("data", O_RDWR | O_CREAT, 0600);
    fine += write(fd, "0123456789", 10) == 10;
    fine += fsync(fd) == 0;
    fine += fdatasync(fd) == 0;
    fine += fsync(1) == 0;
    fine += sync_file_range(fd, 0, 10, SYNC_FILE_RANGE_WRITE) == 0;
    fine += syncfs(fd) == 0;
    sync();
    fine += posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL) == 0;
    fine += posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) == 0;
    fine += readahead(fd, 0, 10) == 0;
    void* p = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    fine += p != MAP_FAILED && msync(p, 4096, MS_SYNC) == 0 && msync(p, 4096, MS_ASYNC) == 0;
    fine += madvise(p, 4096, MADV_WILLNEED) == 0 && madvise(p, 4096, MADV_DONTNEED) == 0;
    int system = open("/usr/lib/os-release", O_RDONLY);
    fine += fsync(system) == 0;
    std::puts(fine == 12 ? "syncing fine" : "something did not work");
}
