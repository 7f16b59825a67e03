// expect: verdict=time_limit; stdout_contains=-; stdout_excludes=-; note=runs before main
// category: infinite loop (static constructor)
static struct Forever { Forever() { for (volatile long n = 0;; n = n + 1) {} } } forever;
int main() {}
