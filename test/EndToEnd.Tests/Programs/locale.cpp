#include <clocale>
#include <iostream>
#include <locale>

int main() {
    std::cout << std::setlocale(LC_ALL, nullptr) << ' ' << std::localeconv()->decimal_point << ' ' << std::locale().name() << '\n';
    std::cout << (std::setlocale(LC_ALL, "no_WHERE") == nullptr) << ' ' << 1234567.5 << '\n';
    struct Dots : std::numpunct<char> {
        char do_thousands_sep() const override { return '.'; }
        std::string do_grouping() const override { return "\3"; }
    };
    std::cout.imbue(std::locale(std::locale::classic(), new Dots));
    std::cout << 1234567 << '\n';
}
