// expect: verdict=runtime_error(SIGABRT); stdout_contains=out of luck; stdout_excludes=-; note=terminate says what was thrown
// category: uncaught exception
#include <stdexcept>
int main() { throw std::runtime_error("out of luck"); }
