// expect: verdict=accepted; stdout_contains=library fine; stdout_excludes=-; note=control: exceptions, regex, locale, charconv, chrono, random, filesystem paths
// category: control (no attack)
#include <charconv>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <locale>
#include <random>
#include <regex>
#include <sstream>
#include <stdexcept>
int main() {
    int fine = 0;
    try { throw std::runtime_error("x"); } catch (const std::exception&) { ++fine; }
    try { (void)std::string("abc").at(9); } catch (const std::out_of_range&) { ++fine; }
    fine += std::regex_match("2024-01-31", std::regex(R"(\d{4}-\d\d-\d\d)"));
    std::ostringstream s;
    s.imbue(std::locale::classic());
    s << 1234567.5;
    fine += s.str() == "1.23457e+06";
    std::random_device device;
    std::mt19937 engine(device());
    int drawn = std::uniform_int_distribution<int>(1, 6)(engine);
    fine += drawn >= 1 && drawn <= 6;
    int value = 0;
    fine += std::from_chars("42", "42" + 2, value).ec == std::errc() && value == 42;
    fine += std::chrono::system_clock::now().time_since_epoch() > std::chrono::hours(24 * 365 * 40);
    try { std::locale("C.UTF-8"); ++fine; } catch (const std::exception&) { ++fine; }
    std::puts(fine == 8 ? "library fine" : "library broken");
}
