// expect: verdict=accepted; stdout_contains=by name: abc; stdout_excludes=-; note=control: [stdin=text:abc] the standard streams can be opened again by their names
// category: control (no attack)
#include <cstdio>
#include <fstream>
#include <string>
int main() {
    std::string word;
    std::ifstream("/dev/stdin") >> word;
    std::ofstream("/dev/stdout") << "by name: " << word << '\n';
    std::ofstream("/dev/stderr") << "errors too\n";
    std::fputs("and as ever\n", stdout);
}
