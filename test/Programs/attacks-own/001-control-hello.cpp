// expect: verdict=accepted; stdout_contains=hello, world; stdout_excludes=-; note=control: the smallest useful program
// category: control (no attack)
#include <iostream>
int main() { std::cout << "hello, world\n"; }
