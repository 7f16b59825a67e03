// expect: verdict=compile_error|accepted; stdout_contains=-; stdout_excludes=CANARY; note=[stage=compile] newer compilers embed files by a directive
// category: #embed
#include <cstdio>
static const unsigned char leak[] = {
#embed "/etc/passwd"
};
int main() { std::fwrite(leak, 1, sizeof leak, stdout); }
