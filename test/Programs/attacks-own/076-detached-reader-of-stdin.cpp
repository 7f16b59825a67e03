// expect: verdict=accepted; stdout_contains=parent done; stdout_excludes=-; note=[stdin=lines:1000000] [deadline] a daemon goes on reading the input very slowly
// category: unread input (daemon)
#include <cstdio>
#include <unistd.h>
int main() {
    if (fork() == 0) {
        setsid();
        char c;
        while (read(0, &c, 1) == 1) usleep(10000);
        _exit(0);
    }
    std::puts("parent done");
}
