// expect: verdict=compile_error; stdout_contains=-; stdout_excludes=-; note=[stage=compile] an endless loop at compile time
// category: constexpr loop
constexpr int forever() {
    int n = 0;
    for (;;) n ^= 1;
    return n;
}
static_assert(forever() == 0);
int main() {}
