namespace CodeRunner.Sandbox.Linux.Seccomp;

/// <summary>A condition on an argument of a system call.</summary>
/// <param name="Argument">Its index from 0.</param>
/// <param name="Mask">The bits that are looked at.</param>
/// <param name="Value">What they must be.</param>
internal sealed record SeccompCondition(uint Argument, ulong Mask, ulong Value);

/// <summary>System calls that are allowed when all conditions of one of the sets hold.</summary>
internal sealed record ConditionalCalls(string[] Names, SeccompCondition[][] AnyOf);

/// <summary>System calls that are answered without being made.</summary>
/// <param name="Names">Which.</param>
/// <param name="Errno">The error number that they get; 0: success.</param>
/// <param name="AnyOf">When all conditions of one of the sets hold; empty: always.</param>
internal sealed record AnsweredCalls(string[] Names, uint Errno, SeccompCondition[][] AnyOf);

/// <summary>
/// The system calls that a sandbox may make: what ordinary programs, compilers and the agent need. All others fail with
/// EPERM, calls of another architecture kill the process. Why something is missing that one might look for:
/// <list type="bullet">
/// <item>new namespaces and mounts (unshare, setns, mount, the new mount calls, clone with CLONE_NEW*): most kernel exploits begin there;</item>
/// <item>clone3: its flags are in memory, where a filter can't look; ENOSYS makes the C library use clone;</item>
/// <item>io_uring, bpf, perf_event_open, userfaultfd, keyctl, kexec, modules: large or privileged kernel surfaces;</item>
/// <item>ptrace, process_vm_*, pidfd_getfd, kcmp: reach into other processes;</item>
/// <item>sockets other than AF_UNIX, TCP, UDP and NETLINK_ROUTE: not namespaced (vsock) or rarely used kernel code;</item>
/// <item>options of sockets that hold memory of the kernel which no control group is charged for (filters, groups, keys, flow labels);</item>
/// <item>own filters (seccomp, PR_SET_SECCOMP): their machine code takes from the same bounded memory as that of the next sandbox's filter;</item>
/// <item>huge pages of hugetlbfs: not charged to the memory control group;</item>
/// <item>name_to_handle_at, open_by_handle_at, fanotify: know files by other ways than the mounts;</item>
/// <item>flock, and the commands of fcntl that lock or lease: sandboxes share the inodes of /usr and /dev/null, whose locks would join them;</item>
/// <item>what tells of, or works on, the page cache and the inodes that sandboxes share: see <see cref="SeccompArguments"/>.</item>
/// </list>
/// </summary>
internal static class SeccompProfile
{
    /// <summary>Allowed whatever the arguments.</summary>
    public static readonly IReadOnlyList<string> Allowed =
    [
        // Files
        "access", "chdir", "chmod", "chown", "close", "close_range", "copy_file_range", "creat", "dup", "dup2", "dup3", "faccessat",
        "faccessat2", "fallocate", "fchdir", "fchmod", "fchmodat", "fchmodat2", "fchown", "fchownat", "fgetxattr",
        "flistxattr", "fremovexattr", "fsetxattr", "fstat", "fstatfs", "ftruncate", "futimesat", "getcwd", "getdents",
        "getdents64", "getxattr", "inotify_init", "inotify_init1", "inotify_rm_watch", "lchown", "lgetxattr",
        "link", "linkat", "listxattr", "llistxattr", "lremovexattr", "lseek", "lsetxattr", "lstat", "mkdir", "mkdirat", "newfstatat",
        "open", "openat", "openat2", "pipe", "pipe2", "pread64", "preadv", "pwrite64", "pwritev", "pwritev2", "read",
        "readlink", "readlinkat", "readv", "removexattr", "rename", "renameat", "renameat2", "rmdir", "sendfile", "setxattr", "splice",
        "stat", "statfs", "statx", "symlink", "symlinkat", "tee", "truncate", "umask", "unlink", "unlinkat", "utime",
        "utimensat", "utimes", "write", "writev",

        // Waiting for events
        "epoll_create", "epoll_create1", "epoll_ctl", "epoll_pwait", "epoll_pwait2", "epoll_wait", "eventfd", "eventfd2", "poll", "ppoll",
        "pselect6", "select", "signalfd", "signalfd4", "timerfd_create", "timerfd_gettime", "timerfd_settime",

        // Memory
        "brk", "get_mempolicy", "mlock", "mlock2", "mlockall", "mprotect", "mremap",
        "munlock", "munlockall", "munmap", "pkey_alloc", "pkey_free", "pkey_mprotect", "remap_file_pages",

        // Processes and threads
        "arch_prctl", "capget", "capset", "execve", "execveat", "exit", "exit_group", "fork", "futex", "futex_requeue", "futex_wait", "futex_waitv",
        "futex_wake", "get_robust_list", "get_thread_area", "getcpu", "getegid", "geteuid", "getgid", "getgroups", "getpgid", "getpgrp",
        "getpid", "getppid", "getpriority", "getresgid", "getresuid", "getrlimit", "getrusage", "getsid", "gettid", "getuid", "ioprio_get",
        "membarrier", "pidfd_open", "pidfd_send_signal", "restart_syscall", "rseq", "sched_get_priority_max",
        "sched_get_priority_min", "sched_getaffinity", "sched_getattr", "sched_getparam", "sched_getscheduler", "sched_rr_get_interval",
        "sched_setaffinity", "sched_setattr", "sched_setparam", "sched_setscheduler", "sched_yield", "set_robust_list", "set_tid_address",
        "setfsgid", "setfsuid", "setgid", "setgroups", "setpgid", "setpriority", "setregid", "setresgid", "setresuid", "setreuid",
        "setsid", "setuid", "sysinfo", "times", "uname", "vfork", "wait4", "waitid",

        // Signals
        "kill", "pause", "rt_sigaction", "rt_sigpending", "rt_sigprocmask", "rt_sigqueueinfo", "rt_sigreturn", "rt_sigsuspend",
        "rt_sigtimedwait", "rt_tgsigqueueinfo", "sigaltstack", "tgkill", "tkill",

        // Time and chance
        "alarm", "clock_getres", "clock_gettime", "clock_nanosleep", "getitimer", "getrandom", "gettimeofday", "nanosleep", "setitimer",
        "time", "timer_create", "timer_delete", "timer_getoverrun", "timer_gettime", "timer_settime",

        // Between processes
        "mq_getsetattr", "mq_notify", "mq_open", "mq_timedreceive", "mq_timedsend", "mq_unlink", "msgctl", "msgget", "msgrcv", "msgsnd",
        "semctl", "semget", "semop", "semtimedop", "shmat", "shmctl", "shmdt",

        // Sockets, of the families below
        "accept", "accept4", "bind", "connect", "getpeername", "getsockname", "getsockopt", "listen", "recvfrom", "recvmmsg", "recvmsg",
        "sendmmsg", "sendmsg", "sendto", "shutdown",
    ];

    /// <summary>Allowed for some arguments.</summary>
    public static IReadOnlyList<ConditionalCalls> Conditional => SeccompArguments.Conditional;

    /// <summary>Answered by the filter itself: what would reach others, and does nothing that a program would miss.</summary>
    public static IReadOnlyList<AnsweredCalls> Answered => SeccompArguments.Answered;

    /// <summary>
    /// Answered as if the kernel didn't have them, so that the C library falls back. mincore walks any length of address space in one call
    /// that looks at no signal, so that nothing ends it, and tells what of a shared file others have read.
    /// </summary>
    public static readonly IReadOnlyList<string> Missing = ["clone3", "mincore", "cachestat"];
}
