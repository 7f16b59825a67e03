namespace CodeRunner.Sandbox.Native.Seccomp;

/// <summary>A condition on an argument of a system call.</summary>
/// <param name="Argument">Its index from 0.</param>
/// <param name="Mask">The bits that are looked at.</param>
/// <param name="Value">What they must be.</param>
internal sealed record SeccompCondition(uint Argument, ulong Mask, ulong Value);

/// <summary>System calls that are allowed when one of the conditions holds.</summary>
internal sealed record ConditionalCalls(string[] Names, SeccompCondition[] AnyOf);

/// <summary>
/// The system calls that a sandbox may make: what ordinary programs, compilers and the agent need. All others fail with
/// EPERM, calls of another architecture kill the process. Why something is missing that one might look for:
/// <list type="bullet">
/// <item>new namespaces and mounts (unshare, setns, mount, the new mount calls, clone with CLONE_NEW*): most kernel exploits begin there;</item>
/// <item>clone3: its flags are in memory, where a filter can't look; ENOSYS makes the C library use clone;</item>
/// <item>io_uring, bpf, perf_event_open, userfaultfd, keyctl, kexec, modules: large or privileged kernel surfaces;</item>
/// <item>ptrace, process_vm_*, pidfd_getfd, kcmp: reach into other processes;</item>
/// <item>sockets other than AF_UNIX, AF_INET and AF_INET6: not namespaced (vsock) or rarely used kernel code;</item>
/// <item>name_to_handle_at, open_by_handle_at, fanotify: know files by other ways than the mounts;</item>
/// <item>flock, and the commands of fcntl that lock or lease: sandboxes share the inodes of /usr and /dev/null, whose locks would join them;</item>
/// <item>sync, syncfs: make the whole machine write.</item>
/// </list>
/// </summary>
internal static class SeccompProfile
{
    private const ulong NamespaceFlags = 0x7E020000; // all CLONE_NEW* that share no bits with the exit signal
    private const ulong FileType = 0xF000; // S_IFMT

    /// <summary>Allowed whatever the arguments.</summary>
    public static readonly IReadOnlyList<string> Allowed =
    [
        // Files
        "access", "chdir", "chmod", "chown", "close", "close_range", "copy_file_range", "creat", "dup", "dup2", "dup3", "faccessat",
        "faccessat2", "fadvise64", "fallocate", "fchdir", "fchmod", "fchmodat", "fchmodat2", "fchown", "fchownat", "fdatasync", "fgetxattr",
        "flistxattr", "fremovexattr", "fsetxattr", "fstat", "fstatfs", "fsync", "ftruncate", "futimesat", "getcwd", "getdents",
        "getdents64", "getxattr", "inotify_add_watch", "inotify_init", "inotify_init1", "inotify_rm_watch", "lchown", "lgetxattr",
        "link", "linkat", "listxattr", "llistxattr", "lremovexattr", "lseek", "lsetxattr", "lstat", "mkdir", "mkdirat", "newfstatat",
        "open", "openat", "openat2", "pipe", "pipe2", "pread64", "preadv", "preadv2", "pwrite64", "pwritev", "pwritev2", "read", "readahead",
        "readlink", "readlinkat", "readv", "removexattr", "rename", "renameat", "renameat2", "rmdir", "sendfile", "setxattr", "splice",
        "stat", "statfs", "statx", "symlink", "symlinkat", "sync_file_range", "tee", "truncate", "umask", "unlink", "unlinkat", "utime",
        "utimensat", "utimes", "write", "writev",

        // Waiting for events
        "epoll_create", "epoll_create1", "epoll_ctl", "epoll_pwait", "epoll_pwait2", "epoll_wait", "eventfd", "eventfd2", "poll", "ppoll",
        "pselect6", "select", "signalfd", "signalfd4", "timerfd_create", "timerfd_gettime", "timerfd_settime",

        // Memory
        "brk", "get_mempolicy", "madvise", "memfd_create", "mincore", "mlock", "mlock2", "mlockall", "mmap", "mprotect", "mremap", "msync",
        "munlock", "munlockall", "munmap", "pkey_alloc", "pkey_free", "pkey_mprotect", "remap_file_pages",

        // Processes and threads
        "arch_prctl", "capget", "capset", "execve", "execveat", "exit", "exit_group", "fork", "futex", "futex_requeue", "futex_wait", "futex_waitv",
        "futex_wake", "get_robust_list", "get_thread_area", "getcpu", "getegid", "geteuid", "getgid", "getgroups", "getpgid", "getpgrp",
        "getpid", "getppid", "getpriority", "getresgid", "getresuid", "getrlimit", "getrusage", "getsid", "gettid", "getuid", "ioprio_get",
        "membarrier", "pidfd_open", "pidfd_send_signal", "prctl", "prlimit64", "restart_syscall", "rseq", "sched_get_priority_max",
        "sched_get_priority_min", "sched_getaffinity", "sched_getattr", "sched_getparam", "sched_getscheduler", "sched_rr_get_interval",
        "sched_setaffinity", "sched_setattr", "sched_setparam", "sched_setscheduler", "sched_yield", "set_robust_list", "set_tid_address",
        "setfsgid", "setfsuid", "setgid", "setgroups", "setpgid", "setpriority", "setregid", "setresgid", "setresuid", "setreuid", "setrlimit",
        "setsid", "setuid", "sysinfo", "times", "uname", "vfork", "wait4", "waitid",

        // Signals
        "kill", "pause", "rt_sigaction", "rt_sigpending", "rt_sigprocmask", "rt_sigqueueinfo", "rt_sigreturn", "rt_sigsuspend",
        "rt_sigtimedwait", "rt_tgsigqueueinfo", "sigaltstack", "tgkill", "tkill",

        // Time and chance
        "alarm", "clock_getres", "clock_gettime", "clock_nanosleep", "getitimer", "getrandom", "gettimeofday", "nanosleep", "setitimer",
        "time", "timer_create", "timer_delete", "timer_getoverrun", "timer_gettime", "timer_settime",

        // Between processes
        "mq_getsetattr", "mq_notify", "mq_open", "mq_timedreceive", "mq_timedsend", "mq_unlink", "msgctl", "msgget", "msgrcv", "msgsnd",
        "semctl", "semget", "semop", "semtimedop", "shmat", "shmctl", "shmdt", "shmget",

        // Sockets, of the families below
        "accept", "accept4", "bind", "connect", "getpeername", "getsockname", "getsockopt", "listen", "recvfrom", "recvmmsg", "recvmsg",
        "sendmmsg", "sendmsg", "sendto", "setsockopt", "shutdown",
    ];

    /// <summary>Allowed for some arguments.</summary>
    public static readonly IReadOnlyList<ConditionalCalls> Conditional =
    [
        new(["clone"], [new(0, NamespaceFlags, 0)]),
        new(["socket", "socketpair"], Exactly(0, 1, 2, 10)), // AF_UNIX, AF_INET, AF_INET6
        new(["personality"], Exactly(0, 0, 0x8, 0x20000, 0x20008, 0xFFFFFFFF)), // as Docker's default profile
        new(["mknod"], [new(1, FileType, 0x1000), new(1, FileType, 0x8000), new(1, FileType, 0xC000)]), // FIFO, regular file, socket
        new(["mknodat"], [new(2, FileType, 0x1000), new(2, FileType, 0x8000), new(2, FileType, 0xC000)]),

        // F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_*OWN, F_*SIG, F_*OWN_EX, F_OFD_GETLK, F_DUPFD_CLOEXEC, F_*PIPE_SZ, F_*SEALS
        new(["fcntl"], Exactly(1, 0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 15, 16, 36, 1030, 1031, 1032, 1033, 1034)),

        // TCGETS, TCSETS*, TIOCGPGRP, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX, FIOASYNC; not TIOCSTI and TIOCLINUX.
        new(["ioctl"], Exactly(1, 0x5401, 0x5402, 0x5403, 0x5404, 0x540F, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x5452)),
    ];

    /// <summary>Answered as if the kernel didn't have them, so that the C library falls back.</summary>
    public static readonly IReadOnlyList<string> Missing = ["clone3"];

    private static SeccompCondition[] Exactly(uint argument, params ulong[] values) =>
        Array.ConvertAll(values, value => new SeccompCondition(argument, uint.MaxValue, value));
}
