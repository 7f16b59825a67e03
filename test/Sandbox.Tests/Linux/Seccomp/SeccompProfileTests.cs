using CodeRunner.Sandbox.Linux.Seccomp;

namespace CodeRunner.Sandbox.Tests.Linux.Seccomp;

public sealed class SeccompProfileTests
{
    public static TheoryData<string> Forbidden =>
    [
        "unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "fsopen", "open_tree", "move_mount", "mount_setattr",
        "io_uring_setup", "io_uring_enter", "bpf", "perf_event_open", "userfaultfd", "keyctl", "add_key", "request_key",
        "kexec_load", "init_module", "finit_module", "delete_module", "acct", "swapon", "quotactl", "name_to_handle_at", "open_by_handle_at",
        "fanotify_init", "vmsplice", "process_madvise", "memfd_secret", "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "kcmp",
        "settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "reboot", "sethostname", "setdomainname", "syslog", "iopl", "ioperm",
        "modify_ldt", "vhangup", "seccomp", "sync", "syncfs", "clone3", "lookup_dcookie", "flock", "landlock_create_ruleset",
        "mincore", "cachestat", "fsync", "fdatasync", "sync_file_range", "fadvise64", "readahead",
    ];

    /// <summary>Calls that reach others with some arguments and are needed with others.</summary>
    public static TheoryData<string> Partly =>
        ["prctl", "socket", "socketpair", "setsockopt", "mmap", "memfd_create", "shmget", "madvise", "msync", "preadv2", "inotify_add_watch", "fcntl", "ioctl", "clone"];

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void Allowed_ForbiddenCall_IsNotThere(string name)
    {
        Assert.DoesNotContain(name, SeccompProfile.Allowed);
        Assert.DoesNotContain(SeccompProfile.Conditional, rule => rule.Names.Contains(name));
    }

    [Theory]
    [MemberData(nameof(Partly))]
    public void Allowed_CallWhoseArgumentsDecide_IsConditional(string name)
    {
        Assert.DoesNotContain(name, SeccompProfile.Allowed);
        Assert.Contains(SeccompProfile.Conditional, rule => rule.Names.Contains(name));
    }

    /// <summary>libseccomp takes one comparison of an argument in a rule.</summary>
    [Fact]
    public void Conditions_OfOneRule_AreOfDifferentArguments() => Assert.All(
        SeccompProfile.Conditional.SelectMany(static rule => rule.AnyOf).Concat(SeccompProfile.Answered.SelectMany(static rule => rule.AnyOf)),
        static set => Assert.Equal(set.Length, set.Select(static condition => condition.Argument).Distinct().Count()));

    [Fact]
    public void Answered_Syncing_SucceedsWithoutEffect() => Assert.Contains(
        SeccompProfile.Answered, static rule => rule is { Errno: 0, AnyOf.Length: 0 } && rule.Names.Contains("fsync") && rule.Names.Contains("sync"));

    [Fact]
    public void Allowed_EveryCall_IsThereOnce() =>
        Assert.Equal(SeccompProfile.Allowed.Count, SeccompProfile.Allowed.Concat(SeccompProfile.Conditional.SelectMany(rule => rule.Names)).Distinct().Count() - SeccompProfile.Conditional.Sum(rule => rule.Names.Length));

    [Fact]
    public void WriteTo_ThisMachine_GivesAFilterOfWholeInstructions()
    {
        var file = Path.GetTempFileName();
        try
        {
            SeccompFilter.WriteTo(file);

            const int instruction = 8; // struct sock_filter
            const int mostInstructions = 4096; // BPF_MAXINSNS
            var length = new FileInfo(file).Length;
            Assert.Equal(0, length % instruction);
            Assert.InRange(length / instruction, 100, mostInstructions);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
