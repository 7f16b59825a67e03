// expect: verdict=accepted; stdout_contains=copy 199; stdout_excludes=-; note=writes through two hundred copies of stdout
// category: duplicated descriptors
#include <cstdio>
#include <unistd.h>
int main() {
    for (int i = 0; i < 200; ++i) dprintf(dup(1), "copy %d\n", i);
}
