// expect: verdict=accepted; stdout_contains=locks refused; stdout_excludes=-; note=control: file locks are refused as such, own files included, and with an error that says so: a filter can't tell whose inode it is
// category: control (no attack)
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <initializer_list>
#include <sys/file.h>
int main() {
    int fd = open("locked", O_CREAT | O_RDWR, 0600);
    struct flock l{};
    l.l_type = F_WRLCK;
    bool refused = flock(fd, LOCK_EX) != 0 && errno == EPERM;
    for (int command : {F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW}) refused &= fcntl(fd, command, &l) != 0 && errno == EPERM;
    bool usable = fcntl(fd, F_GETFL) >= 0 && fcntl(fd, F_DUPFD_CLOEXEC, 10) >= 10;
    std::puts(refused && usable ? "locks refused" : "locks differ");
}
