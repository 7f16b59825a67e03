// expect: verdict=accepted; stdout_contains=program intact; stdout_excludes=CANARY; note=[run=2] the compiled program cannot be changed for the next test
// category: binary replacement
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
int main(int, char** argv) {
    char exe[4096];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    exe[n > 0 ? n : 0] = 0;
    for (const char* p : {static_cast<const char*>(exe), static_cast<const char*>(argv[0])}) {
        if (chmod(p, 0777) == 0) std::printf("CANARY-BREACH chmod %s\n", p);
        if (open(p, O_WRONLY) >= 0) std::printf("CANARY-BREACH opened %s for writing\n", p);
        std::string other = std::string(p) + ".old";
        if (rename(p, other.c_str()) == 0) std::printf("CANARY-BREACH renamed %s\n", p);
        if (unlink(p) == 0) std::printf("CANARY-BREACH removed %s\n", p);
        std::string folder(p);
        folder.resize(folder.rfind('/') == std::string::npos ? 0 : folder.rfind('/'));
        if (!folder.empty() && folder != "." && rename(folder.c_str(), (folder + "2").c_str()) == 0) std::printf("CANARY-BREACH renamed %s\n", folder.c_str());
    }
    std::puts("program intact");
}
