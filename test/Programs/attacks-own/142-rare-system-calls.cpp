// expect: verdict=accepted; stdout_contains=calls refused; stdout_excludes=CANARY; note=calls that no honest program makes end before the kernel looks at their arguments: EPERM, ENOSYS or a kill
// category: system call filter
#include <cerrno>
#include <cstdio>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
int main() {
    const struct { long number; const char* name; } calls[] = {
        {321, "bpf"}, {323, "userfaultfd"}, {298, "perf_event_open"}, {246, "kexec_load"}, {320, "kexec_file_load"}, {175, "init_module"}, {313, "finit_module"}, {176, "delete_module"},
        {163, "acct"}, {167, "swapon"}, {168, "swapoff"}, {300, "fanotify_init"}, {304, "open_by_handle_at"}, {425, "io_uring_setup"}, {426, "io_uring_enter"}, {427, "io_uring_register"},
        {428, "open_tree"}, {429, "move_mount"}, {430, "fsopen"}, {431, "fsconfig"}, {432, "fsmount"}, {433, "fspick"}, {442, "mount_setattr"}, {165, "mount"}, {166, "umount2"}, {155, "pivot_root"}, {161, "chroot"},
        {172, "iopl"}, {173, "ioperm"}, {103, "syslog"}, {248, "add_key"}, {249, "request_key"}, {250, "keyctl"}, {227, "clock_settime"}, {164, "settimeofday"}, {169, "reboot"}, {170, "sethostname"}, {171, "setdomainname"}, {153, "vhangup"},
        {310, "process_vm_readv"}, {311, "process_vm_writev"}, {101, "ptrace"}, {308, "setns"}, {438, "pidfd_getfd"}};
    for (auto& call : calls) {
        std::fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            errno = 0;
            long r = syscall(call.number, -1L, -1L, -1L, -1L, -1L, -1L);
            _exit(r >= 0 ? 1 : errno == EPERM || errno == ENOSYS ? 0 : 2);
        }
        int status = 0;
        waitpid(child, &status, 0);
        if (WIFEXITED(status) && WEXITSTATUS(status) != 0) std::printf("CANARY-BREACH %s %s\n", call.name, WEXITSTATUS(status) == 1 ? "succeeded" : "reached the kernel");
    }
    std::puts("calls refused");
}
