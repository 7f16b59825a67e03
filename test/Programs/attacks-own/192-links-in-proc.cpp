// expect: verdict=accepted; stdout_contains=links closed; stdout_excludes=CANARY; note=the magic links of /proc lead nowhere else
// category: /proc links
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <string>
#include <unistd.h>
int main() {
    for (const char* base : {"/proc/self", "/proc/thread-self", "/proc/1"})
        for (const char* tail : {"/root/../../../etc/shadow", "/cwd/../../../../etc/shadow", "/root/proc/1/root/etc/shadow", "/fd/0/../../etc/shadow", "/root/var/lib/dpkg/status"}) {
            std::string p = std::string(base) + tail;
            int fd = open(p.c_str(), O_RDONLY);
            if (fd >= 0) { std::printf("CANARY-BREACH opened %s\n", p.c_str()); close(fd); }
        }
    std::puts("links closed");
}
