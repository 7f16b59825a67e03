// expect: verdict=accepted; stdout_contains=timers fine; stdout_excludes=-; note=control: alarm, setitimer, timer_create, timerfd, nanosleep and the clocks
// category: control (no attack)
#include <csignal>
#include <cstdio>
#include <ctime>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <unistd.h>
static volatile sig_atomic_t rings = 0;
int main() {
    std::signal(SIGALRM, [](int) { rings = rings + 1; });
    int fine = 0;
    itimerval soon{{0, 0}, {0, 20000}};
    fine += setitimer(ITIMER_REAL, &soon, nullptr) == 0;
    while (rings < 1) usleep(1000);
    timer_t timer{};
    sigevent event{};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGALRM;
    itimerspec once{{0, 0}, {0, 20000000}};
    fine += timer_create(CLOCK_MONOTONIC, &event, &timer) == 0 && timer_settime(timer, 0, &once, nullptr) == 0;
    while (rings < 2) usleep(1000);
    fine += rings == 2;
    int fd = timerfd_create(CLOCK_MONOTONIC, 0);
    unsigned long long expirations = 0;
    fine += fd >= 0 && timerfd_settime(fd, 0, &once, nullptr) == 0 && read(fd, &expirations, 8) == 8 && expirations == 1;
    timespec before{}, after{}, pause_for{0, 10000000};
    clock_gettime(CLOCK_MONOTONIC, &before);
    nanosleep(&pause_for, nullptr);
    clock_gettime(CLOCK_MONOTONIC, &after);
    fine += (after.tv_sec - before.tv_sec) * 1000000000L + after.tv_nsec - before.tv_nsec >= 10000000L;
    fine += alarm(9) == 0 && alarm(0) > 0;
    std::puts(fine == 6 ? "timers fine" : "timers broken");
}
