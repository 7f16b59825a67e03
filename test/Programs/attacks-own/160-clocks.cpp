// expect: verdict=accepted; stdout_contains=clocks fine; stdout_excludes=CANARY; note=clocks can be read and not set
// category: clocks
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <sys/time.h>
#include <sys/timex.h>
int main() {
    timespec now{};
    timeval tv{};
    clock_gettime(CLOCK_REALTIME, &now);
    gettimeofday(&tv, nullptr);
    if (clock_settime(CLOCK_REALTIME, &now) == 0) std::puts("CANARY-BREACH clock_settime");
    if (settimeofday(&tv, nullptr) == 0) std::puts("CANARY-BREACH settimeofday");
    timex t{};
    t.modes = ADJ_STATUS;
    t.status = STA_UNSYNC;
    if (adjtimex(&t) >= 0) std::puts("CANARY-BREACH adjtimex");
    std::puts(now.tv_sec > 1700000000 ? "clocks fine" : "clocks broken");
}
