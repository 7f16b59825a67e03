// expect: verdict=accepted; stdout_contains=busy; stdout_excludes=CANARY; note=[run=2] daemons keep the folder, deleted files and mappings in use
// category: cleanup obstruction (busy)
#include <cstdio>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
int main() {
    if (access("busy", F_OK) == 0) std::puts("CANARY-BREACH left by an earlier run");
    for (int i = 0; i < 5; ++i)
        if (fork() == 0) {
            setsid();
            mkdir("busy", 0700);
            (void)!chdir("busy");
            int fd = open("held", O_CREAT | O_RDWR, 0600);
            (void)!ftruncate(fd, 1 << 20);
            void* p = mmap(nullptr, 1 << 20, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
            unlink("held");
            for (;;) { static_cast<volatile char*>(p)[0] = 1; close(open("again", O_CREAT | O_WRONLY, 0600)); usleep(1000); }
        }
    usleep(100000);
    std::puts("busy");
}
