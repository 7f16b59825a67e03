#include <stdio.h>
#include <time.h>

int main(void) {
    struct tm day = {.tm_year = 100, .tm_mon = 1, .tm_mday = 29, .tm_hour = 12};
    time_t at = timegm(&day);
    char text[64];
    struct timespec now, later;
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %a %j", gmtime(&at));
    clock_gettime(CLOCK_MONOTONIC, &now);
    clock_gettime(CLOCK_MONOTONIC, &later);
    printf("%ld %s %d\n", (long)at, text, later.tv_sec > now.tv_sec || later.tv_nsec >= now.tv_nsec);
}
