// expect: verdict=accepted; stdout_contains=names watched; stdout_excludes=CANARY; note=names in its own folder may be watched, but not who opens, reads, writes or closes a file: the inodes of /usr and /dev/null are everybody's
// category: information leak between jobs
#include <cstdio>
#include <fcntl.h>
#include <initializer_list>
#include <sys/inotify.h>
#include <unistd.h>
int main() {
    int fd = inotify_init1(IN_NONBLOCK);
    for (const char* path : {"/usr/bin", "/usr/lib/gcc", "/dev/null", "/dev/urandom", "/etc/passwd"}) {
        for (unsigned mask : {IN_OPEN, IN_ACCESS, IN_MODIFY, IN_CLOSE_WRITE, IN_CLOSE_NOWRITE}) {
            if (inotify_add_watch(fd, path, mask | IN_CREATE) >= 0) std::printf("CANARY-BREACH watches %s for %x\n", path, mask);
        }
    }
    if (inotify_add_watch(fd, ".", IN_CREATE | IN_DELETE | IN_MOVE) < 0) return 1;
    close(creat("mine", 0600));
    char event[512];
    if (read(fd, event, sizeof event) <= 0) return 2;
    std::puts("names watched");
}
