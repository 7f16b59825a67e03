// expect: verdict=accepted; stdout_contains=others closed; stdout_excludes=CANARY; note=descriptors, memory and folders of the agent cannot be opened
// category: foreign descriptors
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <initializer_list>
#include <unistd.h>
int main() {
    for (pid_t p : {static_cast<pid_t>(1), getppid()}) {
        if (p <= 0 || p == getpid()) continue;
        char path[64], t[512];
        for (const char* name : {"fd", "task/1/fd", "map_files"}) {
            std::snprintf(path, sizeof path, "/proc/%d/%s", static_cast<int>(p), name);
            if (DIR* d = opendir(path)) { std::printf("CANARY-BREACH listed %s\n", path); closedir(d); }
        }
        for (int fd = 0; fd < 64; ++fd) {
            std::snprintf(path, sizeof path, "/proc/%d/fd/%d", static_cast<int>(p), fd);
            for (int mode : {O_RDONLY, O_WRONLY}) {
                int got = open(path, mode | O_NONBLOCK);
                if (got >= 0) { std::printf("CANARY-BREACH opened %s\n", path); close(got); }
            }
        }
        for (const char* name : {"root", "cwd", "exe"}) {
            std::snprintf(path, sizeof path, "/proc/%d/%s", static_cast<int>(p), name);
            if (readlink(path, t, sizeof t) > 0) std::printf("CANARY-BREACH followed %s\n", path);
        }
        for (const char* name : {"environ", "auxv", "stack", "syscall", "io"}) {
            std::snprintf(path, sizeof path, "/proc/%d/%s", static_cast<int>(p), name);
            int fd = open(path, O_RDONLY);
            if (fd >= 0 && read(fd, t, sizeof t) > 0) std::printf("CANARY-BREACH read %s\n", path);
            if (fd >= 0) close(fd);
        }
    }
    std::puts("others closed");
}
