// expect: verdict=accepted; stdout_contains=walked; stdout_excludes=CANARY; note=no file of the host beyond /usr: neither the engine nor its data nor the plants
// category: file system walk
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
namespace fs = std::filesystem;
int main() {
    long seen = 0;
    std::error_code e;
    for (fs::recursive_directory_iterator i("/", fs::directory_options::skip_permission_denied, e), end; i != end; i.increment(e)) {
        if (e) break;
        const std::string p = i->path().string();
        if (p == "/proc" || p == "/usr" || p == "/work" || p == "/box" || p == "/dev/fd") { i.disable_recursion_pending(); continue; }
        ++seen;
        for (const char* bad : {"PLANT", "appsettings", ".sqlite", "coderunner.db", "Gateway", "id_rsa", "shadow-", ".ssh", ".git", "docker"})
            if (p.find(bad) != std::string::npos) std::printf("CANARY-BREACH %s\n", p.c_str());
        if (i->is_regular_file(e) && i->file_size(e) < 65536) {
            std::ifstream f(i->path());
            std::string text((std::istreambuf_iterator<char>(f)), {});
            if (text.find("CANARY-" "SECRET") != std::string::npos) std::printf("CANARY-BREACH the secret in %s\n", p.c_str());
        }
        if (seen < 300) std::puts(p.c_str());
    }
    for (const char* d : {"/root", "/home", "/srv", "/var/lib", "/var/log", "/boot", "/opt"})
        if (fs::exists(d, e) && !fs::is_empty(d, e) && !e) std::printf("CANARY-BREACH %s has entries\n", d);
    std::printf("walked %ld\n", seen);
}
