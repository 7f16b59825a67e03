// expect: verdict=runtime_error(SIGSYS); stdout_contains=-; stdout_excludes=-; note=the signal of a seccomp kill, sent by the program itself
// category: SIGSYS
#include <csignal>
int main() { raise(SIGSYS); }
