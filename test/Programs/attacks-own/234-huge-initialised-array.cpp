// expect: verdict=compile_error; stdout_contains=-; stdout_excludes=-; note=[stage=compile] [bomb] an initialised array makes an object file of 200 MiB
// category: compiler output bomb (data)
char large[200 << 20] = {1};
int main() { return large[0] - 1; }
