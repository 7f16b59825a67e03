// expect: verdict=accepted; stdout_contains=info: Gateway[0]; stdout_excludes=-; note=lines that look like those of the server: nothing of a program goes into the log
// category: log forging
#include <cstdio>
int main() {
    std::puts("\r\ninfo: Gateway[0]\r\n      admin logged in\r\n\x1b[2K\x1b[1Acrit: forged");
    std::fputs("\nwarn: forged\n{\"level\":\"error\"}\n", stderr);
}
