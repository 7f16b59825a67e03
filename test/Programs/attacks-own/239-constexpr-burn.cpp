// expect: verdict=compile_error; stdout_contains=-; stdout_excludes=-; note=[stage=compile] [bomb] many evaluations below every limit for one of them
// category: constexpr cpu bomb
constexpr unsigned burn(unsigned n) {
    for (int i = 0; i < 200000; ++i) n = n * 1664525u + 1013904223u;
    return n;
}
template <unsigned N> struct Next { static constexpr unsigned value = burn(Next<N - 1>::value + N); };
template <> struct Next<0> { static constexpr unsigned value = 1; };
static_assert(Next<800>::value != 0);
int main() {}
