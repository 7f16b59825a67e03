// expect: verdict=accepted; stdout_contains=files fine; stdout_excludes=-; note=control: a program may write, read, rename and remove files in its folder and in /tmp
// category: control (no attack)
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
namespace fs = std::filesystem;
static bool check(const fs::path& base) {
    fs::create_directories(base / "a/b");
    std::ofstream(base / "a/b/one") << std::string(1 << 20, 'x') << "end";
    fs::rename(base / "a/b/one", base / "two");
    std::ifstream in(base / "two");
    in.seekg(-3, std::ios::end);
    std::string tail;
    in >> tail;
    fs::copy_file(base / "two", base / "three");
    fs::create_symlink("three", base / "link");
    bool fine = tail == "end" && fs::file_size(base / "link") == (1 << 20) + 3 && truncate((base / "two").c_str(), 5) == 0 && fs::file_size(base / "two") == 5;
    return fine && fs::remove_all(base) == 6;
}
int main() {
    bool fine = check("folder") && check("/tmp/folder");
    std::FILE* t = std::tmpfile();
    fine = fine && t && std::fputs("tmp", t) >= 0;
    char name[] = "/tmp/nameXXXXXX";
    fine = fine && mkstemp(name) >= 0;
    std::puts(fine ? "files fine" : "files broken");
}
