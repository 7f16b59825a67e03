// expect: verdict=accepted; stdout_contains=locks fine; stdout_excludes=-; note=control: a program may lock its own files
// category: control (no attack)
#include <cstdio>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
int main() {
    int fd = open("locked", O_CREAT | O_RDWR, 0600);
    struct flock l{};
    l.l_type = F_WRLCK;
    int fine = fcntl(fd, F_SETLK, &l) == 0;
    pid_t child = fork();
    if (child == 0) _exit(fcntl(fd, F_SETLK, &l) == 0 ? 1 : 0);
    int status = 1;
    waitpid(child, &status, 0);
    std::puts(fine && status == 0 ? "locks fine" : "locks broken");
}
