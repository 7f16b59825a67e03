// expect: verdict=accepted; stdout_contains=mounts checked; stdout_excludes=CANARY; note=all mounts are nosuid, what may be written is a bounded tmpfs, and /proc is its own
// category: mounts
#include <cstdio>
#include <cstring>
#include <string>
#include <sys/statvfs.h>
#include <unistd.h>
int main() {
    std::FILE* mounts = std::fopen("/proc/self/mounts", "r");
    char line[4096];
    while (mounts && std::fgets(line, sizeof line, mounts)) {
        char source[1024], target[1024], type[256], options[2048];
        if (std::sscanf(line, "%1023s %1023s %255s %2047s", source, target, type, options) != 4) continue;
        struct statvfs fs{};
        if (statvfs(target, &fs) != 0) continue;
        std::printf("%s", line);
        bool writable = access(target, W_OK) == 0 && !(fs.f_flag & ST_RDONLY);
        bool device = !std::strncmp(target, "/dev/", 5) && std::strcmp(target, "/dev/shm");
        if (!(fs.f_flag & ST_NOSUID)) std::printf("CANARY-BREACH %s honours setuid\n", target);
        if (writable && !device && !std::strcmp(type, "tmpfs") && (fs.f_blocks * fs.f_frsize > 300ULL << 20 || fs.f_files > 100000)) std::printf("CANARY-BREACH %s has no bound\n", target);
        if (writable && !device && std::strcmp(type, "tmpfs") && std::strcmp(type, "proc") && std::strcmp(type, "mqueue")) std::printf("CANARY-BREACH %s is a writable %s\n", target, type);
    }
    std::puts("mounts checked");
}
