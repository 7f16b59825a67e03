// expect: verdict=accepted; stdout_contains=caught 100000; stdout_excludes=-; note=control: a hundred thousand exceptions
// category: control (no attack)
#include <cstdio>
#include <stdexcept>
int main() {
    int caught = 0;
    for (int i = 0; i < 100000; ++i)
        try { throw std::runtime_error("x"); } catch (const std::exception&) { ++caught; }
    std::printf("caught %d\n", caught);
}
