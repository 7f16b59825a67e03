// expect: verdict=runtime_error(SIGFPE); stdout_contains=-; stdout_excludes=-; note=integer division
// category: SIGFPE
int main(int argc, char**) {
    volatile int zero = argc - argc;
    return 100 / zero;
}
