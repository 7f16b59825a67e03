// expect: verdict=accepted; stdout_contains=mappings fine; stdout_excludes=-; note=control: mapped files, memory protection and code made at run time
// category: control (no attack)
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
int main() {
    int fine = 0, fd = open("mapped", O_CREAT | O_RDWR, 0600);
    fine += ftruncate(fd, 8192) == 0;
    auto file = static_cast<char*>(mmap(nullptr, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
    std::strcpy(file, "through the map");
    fine += msync(file, 8192, MS_SYNC) == 0;
    char b[16]{};
    fine += pread(fd, b, 15, 0) == 15 && !std::strcmp(b, "through the map");
    auto code = static_cast<unsigned char*>(mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    const unsigned char returns42[] = {0xB8, 42, 0, 0, 0, 0xC3};
    std::memcpy(code, returns42, sizeof returns42);
    fine += mprotect(code, 4096, PROT_READ | PROT_EXEC) == 0 && reinterpret_cast<int (*)()>(code)() == 42;
    void* moved = mremap(file, 8192, 16384, MREMAP_MAYMOVE);
    fine += moved != MAP_FAILED && madvise(moved, 4096, MADV_WILLNEED) == 0;
    std::puts(fine == 5 ? "mappings fine" : "mappings broken");
}
