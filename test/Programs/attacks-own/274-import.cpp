// expect: verdict=compile_error|accepted; stdout_contains=-; stdout_excludes=-; note=[stage=compile] modules and header units write files of their own
// category: modules
import <cstdio>;
export module evil;
int main() {}
