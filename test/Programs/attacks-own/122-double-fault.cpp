// expect: verdict=runtime_error(SIGSEGV); stdout_contains=handling; stdout_excludes=-; note=crashes again in its handler
// category: SIGSEGV in a handler
#include <csignal>
#include <unistd.h>
int main() {
    std::signal(SIGSEGV, [](int) {
        (void)!write(1, "handling\n", 9);
        volatile int* volatile nowhere = nullptr;
        *nowhere = 1;
    });
    volatile int* volatile nowhere = nullptr;
    *nowhere = 1;
}
