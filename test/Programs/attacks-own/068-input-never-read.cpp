// expect: verdict=accepted; stdout_contains=did not read; stdout_excludes=-; note=[stdin=lines:1000000] ten megabytes that nobody reads
// category: unread input
#include <cstdio>
int main() { std::puts("did not read"); }
