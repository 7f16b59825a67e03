// expect: verdict=accepted; stdout_contains=no more rights; stdout_excludes=CANARY; note=a program in a memory file may run, but gets no more than this one, and the engine's files cannot be overwritten through /proc
// category: memfd exec, /proc/self/exe
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <initializer_list>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char**) {
    if (argc > 1) return getuid() == 0 || geteuid() == 0 ? 1 : 0;
    for (const char* p : {"/proc/self/exe", "/proc/1/exe"}) {
        int fd = open(p, O_WRONLY);
        if (fd >= 0) std::printf("CANARY-BREACH %s is writable\n", p);
    }
    int in = open("/proc/self/exe", O_RDONLY), out = memfd_create("copy", 0);
    char b[4096];
    for (ssize_t n; out >= 0 && (n = read(in, b, sizeof b)) > 0;) (void)!write(out, b, static_cast<size_t>(n));
    pid_t child = fork();
    if (child == 0) {
        char name[] = "copy", again[] = "again", *args[] = {name, again, nullptr}, *none[] = {nullptr};
        fexecve(out, args, none);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 1) std::puts("CANARY-BREACH more rights from memory");
    std::puts("no more rights");
}
