// expect: verdict=compile_error; stdout_contains=-; stdout_excludes=CANARY; note=[stage=compile] the compiler quotes the named file for an error that is not in it
// category: diagnostic leak (#line)
#line 1 "/proc/self/environ"
int a = nothing;
#line 1 "/proc/1/environ"
int b = nothing;
#line 1 "/etc/shadow"
int c = nothing;
#line 1 "/proc/1/cmdline"
int d = nothing;
int main() {}
