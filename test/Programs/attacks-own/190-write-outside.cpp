// expect: verdict=accepted; stdout_contains=read-only; stdout_excludes=CANARY; note=nothing can be written outside its own folders
// category: read-only root
#include <cstdio>
#include <fcntl.h>
#include <initializer_list>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
int main() {
    for (const char* d : {"/", "/usr", "/usr/bin", "/usr/lib", "/usr/include", "/bin", "/lib", "/lib64", "/etc", "/box", "/proc", "/dev", "/sys", "/root", "/var", "/var/lib", "/home", "/opt", "/boot", "/mnt"}) {
        std::string p = std::string(d) + "/CANARY-FILE";
        int fd = open(p.c_str(), O_CREAT | O_WRONLY, 0600);
        if (fd >= 0) { std::printf("CANARY-BREACH wrote %s\n", p.c_str()); unlink(p.c_str()); }
        if (mkdir(p.c_str(), 0700) == 0) { std::printf("CANARY-BREACH made %s\n", p.c_str()); rmdir(p.c_str()); }
        if (chmod(d, 0777) == 0) std::printf("CANARY-BREACH chmod %s\n", d);
        if (chown(d, getuid(), getgid()) == 0) std::printf("CANARY-BREACH chown %s\n", d);
    }
    for (const char* f : {"/usr/bin/env", "/usr/lib/x86_64-linux-gnu/libc.so.6", "/etc/passwd", "/etc/ld.so.cache", "/etc/ld.so.preload", "/dev/null"}) {
        if (truncate(f, 0) == 0 && f != std::string("/dev/null")) std::printf("CANARY-BREACH truncated %s\n", f);
        if (unlink(f) == 0 || rename(f, "stolen") == 0) std::printf("CANARY-BREACH removed %s\n", f);
    }
    std::puts("read-only");
}
