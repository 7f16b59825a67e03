// expect: verdict=compile_error; stdout_contains=undefined reference; stdout_excludes=-; note=[stage=compile] what the linker says is shown
// category: link error
int nowhere();
int main() { return nowhere(); }
