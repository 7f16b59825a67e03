// stdin: from 2026-01-02 to 2026-11-30, not 2026-1-2\n
#include <iostream>
#include <iterator>
#include <regex>

int main() {
    std::string text{std::istreambuf_iterator<char>(std::cin), {}};
    std::regex date(R"((\d{4})-(\d{2})-(\d{2}))");
    for (std::sregex_iterator at(text.begin(), text.end(), date), end; at != end; ++at) std::cout << (*at)[3] << '.' << (*at)[2] << '.' << (*at)[1] << '\n';
    std::cout << std::regex_replace(text, date, "<$1>");
}
