// expect: verdict=runtime_error(EXIT:5); stdout_contains=-; stdout_excludes=-; note=a thread ends the process while main waits
// category: exit status (thread)
#include <thread>
#include <unistd.h>
int main() {
    std::thread([] { _exit(5); }).detach();
    pause();
}
