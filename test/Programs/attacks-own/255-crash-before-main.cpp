// expect: verdict=runtime_error(SIGSEGV); stdout_contains=-; stdout_excludes=-; note=crashes before main
// category: crash (constructor)
__attribute__((constructor(101))) static void early() { *static_cast<volatile int*>(nullptr) = 1; }
int main() {}
