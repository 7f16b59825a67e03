// expect: verdict=accepted; stdout_contains=advice given; stdout_excludes=CANARY; note=advice that joins equal pages of all sandboxes, makes huge pages of a shared file's, or takes them out of memory, must not be followed
// category: influence on other jobs
#include <cstdio>
#include <fcntl.h>
#include <initializer_list>
#include <sys/mman.h>
#include <unistd.h>
int main() {
    char* own = static_cast<char*>(mmap(nullptr, 4 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    if (madvise(own, 4 << 20, 12 /* MADV_MERGEABLE */) == 0) std::puts("CANARY-BREACH MADV_MERGEABLE");
    int fd = open("/proc/self/exe", O_RDONLY);
    char* file = static_cast<char*>(mmap(nullptr, 4096, PROT_READ, MAP_SHARED, fd, 0));
    for (int advice : {13, 25 /* MADV_COLLAPSE */, 100 /* MADV_HWPOISON */, 101}) {
        if (madvise(file, 4096, advice) == 0) std::printf("CANARY-BREACH advice %d\n", advice);
    }
    // Success, and nothing was done: anonymous memory that was paged out would be in the swap, or gone.
    own[0] = 'x';
    for (int advice : {20 /* MADV_COLD */, 21 /* MADV_PAGEOUT */}) {
        if (madvise(own, 4096, advice) != 0 || madvise(file, 4096, advice) != 0) return 1;
    }
    std::puts(own[0] == 'x' ? "advice given" : "lost");
}
