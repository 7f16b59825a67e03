#include <chrono>
#include <charconv>
#include <iostream>

int main() {
    using namespace std::chrono;
    auto day = year_month_day(2024y / February / 29d);
    auto start = steady_clock::now();
    char text[32];
    auto [end, error] = std::to_chars(text, text + sizeof text, 3.25);
    std::cout << day.ok() << ' ' << (sys_days(day) + days(366)).time_since_epoch().count() << ' ' << duration_cast<milliseconds>(90min).count() << ' ' << std::string(text, end) << ' ' << (steady_clock::now() >= start) << '\n';
}
