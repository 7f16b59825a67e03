// expect: verdict=runtime_error(EXIT:9); stdout_contains=main done; stdout_excludes=-; note=a destructor decides
// category: exit status (destructor)
#include <cstdio>
#include <unistd.h>
static struct Late { ~Late() { std::fflush(stdout); _exit(9); } } late;
int main() { std::puts("main done"); }
