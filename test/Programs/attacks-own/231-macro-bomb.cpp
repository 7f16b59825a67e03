// expect: verdict=compile_error; stdout_contains=-; stdout_excludes=-; note=[stage=compile] [bomb] a billion tokens by macros
// category: macro bomb
#define A(x) x x x x x x x x x x
#define B(x) A(A(x))
#define C(x) B(B(x))
#define D(x) C(C(x))
int main() { int n = 0; D(B(++n;)) return n; }
