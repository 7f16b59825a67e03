#include <cstdio>
#include <iostream>

struct Said {
    const char* name;
    explicit Said(const char* n) : name(n) { std::cout << '+' << name << '\n'; }
    ~Said() { std::cout << '-' << name << '\n'; }
};
static Said outer("outer");

int main() {
    static Said local("local");
    std::printf("printf\n");
    std::cout << "cout\n";
    std::puts("puts");
    return 3;
}
