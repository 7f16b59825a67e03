// expect: verdict=compile_error|accepted; stdout_contains=-; stdout_excludes=CANARY; note=[stage=compile] asks whether a file is newer than the source
// category: file oracle (#pragma GCC dependency)
#pragma GCC dependency "/etc/shadow"
int main() {}
