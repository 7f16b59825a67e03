// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=[parallel=2] a lock on a file that all jobs see must not be felt by another job
// category: file locks between jobs
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <initializer_list>
#include <sys/file.h>
#include <unistd.h>
int main() {
    for (const char* p : {"/usr/bin/env", "/usr/lib", "/dev/null", "/etc/passwd", "/proc/version", "/"}) {
        int fd = open(p, O_RDONLY);
        if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) std::printf("CANARY-BREACH %s is locked by somebody else\n", p);
        int rw = open(p, O_RDWR);
        struct flock l{};
        l.l_type = F_WRLCK;
        if (rw >= 0 && fcntl(rw, F_SETLK, &l) != 0 && (errno == EACCES || errno == EAGAIN)) std::printf("CANARY-BREACH %s has a record lock of somebody else\n", p);
        if (rw >= 0 && fcntl(rw, F_OFD_SETLK, &l) != 0 && errno == EAGAIN) std::puts("own record lock");
    }
    usleep(800000);
    std::puts("locks checked");
}
