// expect: verdict=runtime_error(SIGILL); stdout_contains=-; stdout_excludes=-; note=ud2
// category: SIGILL
int main() { __builtin_trap(); }
