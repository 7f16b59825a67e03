// expect: verdict=accepted; stdout_contains=groups closed; stdout_excludes=CANARY; note=no way to another cgroup or to looser limits, and the path of its own is not told
// category: cgroups
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>
int main() {
    std::FILE* mounts = std::fopen("/proc/self/mounts", "r");
    char line[4096];
    while (mounts && std::fgets(line, sizeof line, mounts)) {
        char source[1024], target[1024], type[256];
        if (std::sscanf(line, "%1023s %1023s %255s", source, target, type) != 3 || std::strncmp(type, "cgroup", 6)) continue;
        for (const char* name : {"cgroup.procs", "tasks", "release_agent", "memory.limit_in_bytes", "memory.max", "pids.max", "cgroup.kill", "notify_on_release"}) {
            std::string p = std::string(target) + "/" + name;
            int fd = open(p.c_str(), O_WRONLY);
            if (fd >= 0) std::printf("CANARY-BREACH %s opens for writing\n", p.c_str());
        }
    }
    std::FILE* own = std::fopen("/proc/self/cgroup", "r");
    while (own && std::fgets(line, sizeof line, own)) {
        const char* path = std::strrchr(line, ':');
        if (path && std::strcmp(path, ":/\n")) std::printf("own path: %s", line);
        if (std::strstr(line, "coderunner")) std::puts("CANARY-BREACH the engine's groups are named");
    }
    std::puts("groups closed");
}
