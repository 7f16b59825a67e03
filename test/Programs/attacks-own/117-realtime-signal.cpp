// expect: verdict=runtime_error; stdout_contains=-; stdout_excludes=-; note=a signal without a usual name
// category: real-time signal
#include <csignal>
int main() { raise(SIGRTMIN + 3); }
