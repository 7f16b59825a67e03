// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=-; note=[run=2] three thousand files with names of 255 bytes: the clean-up is fast
// category: many files
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
int main() {
    char name[256];
    std::memset(name, 'n', 255);
    name[255] = 0;
    int made = 0;
    for (int i = 0; i < 3000; ++i) {
        char digits[8];
        std::snprintf(digits, sizeof digits, "%07d", i);
        std::memcpy(name, digits, 7);
        int fd = open(name, O_CREAT | O_EXCL | O_WRONLY, 0600);
        if (fd < 0) break;
        close(fd);
        ++made;
    }
    std::printf("made %d\n", made);
}
