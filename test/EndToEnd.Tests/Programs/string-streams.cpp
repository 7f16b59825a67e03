// stdin: apple 3\npear 4\napple 5\n
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>

int main() {
    std::map<std::string, int> totals;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string name;
        int count;
        words >> name >> count;
        totals[name] += count;
    }
    std::ostringstream out;
    for (const auto& [name, total] : totals) out << std::setw(8) << name << '|' << std::left << std::setw(5) << total << std::right << '|' << std::hex << std::showbase << total * 10 << std::dec << '\n';
    std::cout << out.str() << std::fixed << std::setprecision(3) << 2.0 / 3 << ' ' << std::scientific << 12345.678 << ' ' << std::boolalpha << true << '\n';
}
