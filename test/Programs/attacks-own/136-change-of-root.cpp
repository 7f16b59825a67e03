// expect: verdict=accepted; stdout_contains=root stays; stdout_excludes=CANARY; note=chroot and pivot_root, and the classic way out of a chroot
// category: chroot
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
int main() {
    mkdir("jail", 0700);
    int up = open("/", O_RDONLY | O_DIRECTORY);
    if (chroot("jail") == 0) std::puts("CANARY-BREACH chroot");
    if (syscall(SYS_pivot_root, "jail", "jail") == 0) std::puts("CANARY-BREACH pivot_root");
    (void)!fchdir(up);
    for (int i = 0; i < 64; ++i) (void)!chdir("..");
    if (access("etc/shadow", F_OK) == 0 || access("var/lib", F_OK) == 0 || access("root/.bashrc", F_OK) == 0) std::puts("CANARY-BREACH the host's root is reachable");
    std::puts("root stays");
}
