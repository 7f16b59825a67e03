// expect: verdict=accepted|runtime_error; stdout_contains=-; stdout_excludes=-; note=[stdin=exit-codes] each of 0 to 255 comes back as it is
// category: exit status
#include <cstdio>
int main() {
    int code = 0;
    return std::scanf("%d", &code) == 1 ? code : 1;
}
