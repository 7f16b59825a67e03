#include <iostream>
#include <vector>

int main() {
    std::cout << "before" << std::endl;
    std::vector<int> v(3);
    return v.at(5);
}
