// expect: verdict=accepted; stdout_contains=environment printed; stdout_excludes=CANARY; note=nothing of the engine's environment
// category: environment
#include <cstdio>
#include <cstring>
#include <initializer_list>
#include <unistd.h>
int main() {
    for (char** e = environ; *e; ++e) {
        std::puts(*e);
        for (const char* bad : {"CODERUNNER", "DOTNET", "ASPNETCORE", "PLANTED", "SECRET", "TOKEN", "SSH", "HOSTNAME="})
            if (std::strstr(*e, bad)) std::printf("CANARY-BREACH %s\n", bad);
    }
    std::puts("environment printed");
}
