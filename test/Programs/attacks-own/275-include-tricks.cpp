// expect: verdict=compile_error; stdout_contains=-; stdout_excludes=the host is visible; note=[stage=compile] paths that leave the folder, devices and folders
// category: odd includes
#if __has_include("../../../../../../etc/shadow") || __has_include("/proc/self/root/etc/shadow") || __has_include("/proc/1/root/etc/shadow") || __has_include("/dev/tty")
#error the host is visible
#endif
#include "/proc/self/root/proc/self/cwd/."
int main() {}
