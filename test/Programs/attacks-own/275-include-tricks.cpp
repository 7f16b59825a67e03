// expect: verdict=compile_error; stdout_contains=-; stdout_excludes=CANARY; note=[stage=compile] paths that leave the folder, devices, folders and endless links
// category: odd includes
#include "../../../../../../etc/shadow"
#include "/proc/self/root/etc/shadow"
#include "/proc/self/mem"
#include "/"
#include "/dev/tty"
#include "/proc/kmsg"
#include </dev/stdout/../null>
int main() {}
