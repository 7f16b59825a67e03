// expect: verdict=runtime_error(SIGSEGV); stdout_contains=-; stdout_excludes=-; note=crashes before main
// category: crash (constructor)
__attribute__((constructor(101))) static void early() { volatile int* volatile nowhere = nullptr; *nowhere = 1; }
int main() {}
