// expect: verdict=output_limit; stdout_contains=bbbb; stdout_excludes=-; note=as stdout, so stderr
// category: output flood stderr
#include <cstring>
#include <unistd.h>
int main() {
    char b[65536];
    std::memset(b, 'b', sizeof b);
    for (;;) (void)!write(2, b, sizeof b);
}
