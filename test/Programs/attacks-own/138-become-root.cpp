// expect: verdict=accepted; stdout_contains=still nobody; stdout_excludes=CANARY; note=no change to uid or gid 0, no groups, no capability raised, no setuid program that works
// category: setuid
#include <cstdio>
#include <dirent.h>
#include <grp.h>
#include <initializer_list>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
int main() {
    if (setuid(0) == 0 || seteuid(0) == 0 || setresuid(0, 0, 0) == 0) std::puts("CANARY-BREACH became uid 0");
    if (setgid(0) == 0 || setegid(0) == 0 || setresgid(0, 0, 0) == 0) std::puts("CANARY-BREACH became gid 0");
    setfsuid(0);
    if (setfsuid(-1) == 0) std::puts("CANARY-BREACH files as uid 0");
    gid_t root = 0;
    if (setgroups(1, &root) == 0) std::puts("CANARY-BREACH set groups");
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 21, 0, 0) == 0) std::puts("CANARY-BREACH raised a capability");
    if (prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0) std::puts("CANARY-BREACH no_new_privs taken back");
    for (const char* d : {"/usr/bin", "/usr/sbin", "/usr/lib", "/bin", "/sbin"}) {
        DIR* h = opendir(d);
        while (dirent* e = h ? readdir(h) : nullptr) {
            char p[512];
            std::snprintf(p, sizeof p, "%s/%s", d, e->d_name);
            struct stat st{};
            struct statvfs fs{};
            if (lstat(p, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & (S_ISUID | S_ISGID)) && statvfs(p, &fs) == 0 && !(fs.f_flag & ST_NOSUID)) std::printf("CANARY-BREACH %s is setuid on a mount that honours it\n", p);
        }
        if (h) closedir(h);
    }
    std::puts("still nobody");
}
