#include <csignal>
#include <iostream>

int main() {
    std::cout << "terminating" << std::endl;
    std::raise(SIGTERM);
}
