// expect: verdict=compile_error; stdout_contains=-; stdout_excludes=-; note=[stage=compile] recursion without an end meets the depth limit
// category: template recursion bomb (depth)
template <int N> struct Deeper { static constexpr int value = Deeper<N + 1>::value; };
int main() { return Deeper<0>::value; }
