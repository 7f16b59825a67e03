// expect: verdict=accepted; stdout_contains=settings checked; stdout_excludes=CANARY; note=of the operations of prctl those work that an ordinary program uses on itself
// category: kernel surface (prctl)
#include <csignal>
#include <cstdio>
#include <cstring>
#include <initializer_list>
#include <sys/prctl.h>
int main() {
    char name[16] = "";
    int fine = prctl(PR_SET_NAME, "own name") == 0 && prctl(PR_GET_NAME, name) == 0 && !std::strcmp(name, "own name");
    fine += prctl(PR_SET_PDEATHSIG, SIGKILL) == 0;
    fine += prctl(PR_GET_DUMPABLE) == 1;
    fine += prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
    for (int option : {22 /* SET_SECCOMP */, 31 /* TASK_PERF_EVENTS_DISABLE */, 33 /* MCE_KILL */, 35 /* SET_MM */, 53 /* SET_SPECULATION_CTRL */, 57 /* IO_FLUSHER */,
             59 /* SYSCALL_USER_DISPATCH */, 62 /* SCHED_CORE */, 67 /* MEMORY_MERGE */, 78 /* FUTEX_HASH */, 0x53564D41 /* SET_VMA */, 0x59616D61 /* SET_PTRACER */}) {
        if (prctl(option, 1, 0, 0, 0) == 0) std::printf("CANARY-BREACH prctl %d\n", option);
    }
    std::puts(fine == 4 ? "settings checked" : "an ordinary setting does not work");
}
