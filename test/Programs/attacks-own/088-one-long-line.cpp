// expect: verdict=accepted; stdout_contains=end; stdout_excludes=-; note=a megabyte without a line end
// category: long line
#include <cstdio>
#include <string>
int main() { std::printf("%s end", std::string(1000000, 'x').c_str()); }
