// expect: verdict=accepted; stdout_contains=source checked; stdout_excludes=CANARY; note=[run=2] neither the source nor anything else that the engine put into the folder can be changed or removed
// category: input files
#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
int main() {
    DIR* d = opendir(".");
    while (dirent* e = d ? readdir(d) : nullptr) {
        if (e->d_name[0] == '.') continue;
        std::printf("there is %s\n", e->d_name);
        if (open(e->d_name, O_WRONLY) >= 0 || unlink(e->d_name) == 0 || rename(e->d_name, "moved") == 0 || chmod(e->d_name, 0777) == 0) std::printf("CANARY-BREACH changed %s\n", e->d_name);
    }
    std::puts("source checked");
}
