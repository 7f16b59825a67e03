// expect: verdict=accepted; stdout_contains=-; stdout_excludes=-; note=only the low eight bits count
// category: exit status (256)
#include <cstdlib>
int main() { std::exit(256); }
