// stdin: 3\r\nfirst line\r\n\r\nlast
#include <iostream>
#include <string>

int main() {
    int n;
    std::cin >> n;
    std::cin.ignore(100, '\n');
    for (std::string line; std::getline(std::cin, line);) {
        bool cut = !line.empty() && line.back() == '\r';
        if (cut) line.pop_back();
        std::cout << '[' << line << ']' << cut << '\n';
    }
    std::cout << n << std::cin.eof() << std::cin.fail() << '\n';
}
