// expect: verdict=any-but-contained; stdout_contains=-; stdout_excludes=CANARY; note=[run=2] links under every name that an engine might open, write or remove
// category: symlink attack
#include <cstdio>
#include <initializer_list>
#include <string>
#include <unistd.h>
int main() {
    for (const char* d : {"", "/tmp/", "/dev/shm/"})
        for (const char* name : {"a.out", "main", "main.cpp", "main.c", "prog", "program", "output", "stdout", "stderr", "result", "result.json", "run.sh", "compile.sh", "input", "stdin", "meta", "core", "cache", "lib", "agent"})
            for (const char* target : {"/etc/passwd", "/", "/tmp/CANARY-SHELL", "../../../../../../etc"}) {
                std::string p = std::string(d) + name;
                unlink(p.c_str());
                if (symlink(target, p.c_str()) != 0) break;
            }
    std::puts("links laid");
}
