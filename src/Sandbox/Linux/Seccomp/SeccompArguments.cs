namespace CodeRunner.Sandbox.Linux.Seccomp;

/// <summary>
/// The calls of <see cref="SeccompProfile"/> whose arguments decide. All sandboxes and the machine share the inodes and the page cache of <c>/usr</c>
/// and of <c>/dev/null</c>, so what acts on them, or tells about them, must not reach them: a call that is only advice, or only asks for
/// something to be on a disk where there is none (the folders of a sandbox are in memory), succeeds without effect, and the others are refused.
/// </summary>
internal static class SeccompArguments
{
    private const ulong Whole = uint.MaxValue; // int arguments: the upper half of the register is not theirs
    private const ulong NamespaceFlags = 0x7E020000; // all CLONE_NEW* that share no bits with the exit signal
    private const ulong FileType = 0xF000; // S_IFMT
    private const ulong SocketType = 0xF; // SOCK_TYPE_MASK
    private const ulong HugeMapping = 0x40000; // MAP_HUGETLB
    private const ulong HugeMemoryFile = 0x4; // MFD_HUGETLB
    private const ulong HugeSegment = 0x800; // SHM_HUGETLB
    private const ulong Synchronous = 0x4; // MS_SYNC
    private const ulong NoWait = 0x8; // RWF_NOWAIT

    /// <summary>IN_ACCESS, IN_MODIFY, IN_CLOSE_WRITE, IN_CLOSE_NOWRITE, IN_OPEN: what others do with a file that all share.</summary>
    private const ulong UseOfFiles = 0x3B;

    private const ulong CoreLimit = 4; // RLIMIT_CORE
    private const ulong Resources = 16; // RLIM_NLIMITS

    private const uint NotSupported = 95; // EOPNOTSUPP
    private const uint Success = 0;

    private const ulong Unix = 1, Internet = 2, Internet6 = 10, Netlink = 16; // AF_*
    private const ulong Stream = 1, Datagram = 2, Raw = 3; // SOCK_*
    private const ulong Tcp = 6, Udp = 17; // IPPROTO_*
    private const ulong SocketLevel = 1, Ip = 0, Ip6 = 41; // SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6
    private const ulong AmbientCapabilities = 47; // PR_CAP_AMBIENT, of which IS_SET (1) and CLEAR_ALL (4)

    private static readonly IEnumerable<ulong> OtherResources = Enumerable.Range(0, (int)Resources).Select(static number => (ulong)number).Where(static number => number != CoreLimit);

    /// <summary>See <see cref="SeccompProfile.Conditional"/>.</summary>
    public static readonly IReadOnlyList<ConditionalCalls> Conditional =
    [
        new(["clone"], [[new(0, NamespaceFlags, 0)]]),
        new(["socket", "socketpair"], Sockets()),
        new(["setsockopt"], Options()),
        new(["personality"], Exactly(0, 0, 0x8, 0x20000, 0x20008, 0xFFFFFFFF)), // as Docker's default profile
        new(["mknod"], [[new(1, FileType, 0x1000)], [new(1, FileType, 0x8000)], [new(1, FileType, 0xC000)]]), // FIFO, regular file, socket
        new(["mknodat"], [[new(2, FileType, 0x1000)], [new(2, FileType, 0x8000)], [new(2, FileType, 0xC000)]]),

        // F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_*OWN, F_*SIG, F_*OWN_EX, F_OFD_GETLK, F_DUPFD_CLOEXEC, F_*PIPE_SZ, F_*SEALS
        new(["fcntl"], Exactly(1, 0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 15, 16, 36, 1030, 1031, 1032, 1033, 1034)),

        // TCGETS, TCSETS*, TIOCGPGRP, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX, FIOASYNC; not TIOCSTI and TIOCLINUX. Then what asks for the
        // properties of an interface: SIOCGIFNAME, SIOCGIFCONF, SIOCGIFFLAGS, SIOCGIFADDR, SIOCGIFBRDADDR, SIOCGIFNETMASK, SIOCGIFMTU, SIOCGIFHWADDR, SIOCGIFINDEX.
        new(["ioctl"], Exactly(
            1, 0x5401, 0x5402, 0x5403, 0x5404, 0x540F, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x5452,
            0x8910, 0x8912, 0x8913, 0x8915, 0x8919, 0x891B, 0x8921, 0x8927, 0x8933)),

        new(["prctl"], [.. ProcessSettings(), [new(0, Whole, AmbientCapabilities), new(1, Whole, 1)], [new(0, Whole, AmbientCapabilities), new(1, Whole, 4)]]),
        // All resources but RLIMIT_CORE, which may be asked for: see SandboxChild.
        new(["setrlimit"], Exactly(0, [.. OtherResources])),
        new(["prlimit64"], [.. Exactly(1, [.. OtherResources]), [new(1, Whole, CoreLimit), new(2, ulong.MaxValue, 0)]]),
        new(["mmap"], [[new(3, HugeMapping, 0)]]),
        new(["memfd_create"], [[new(1, HugeMemoryFile, 0)]]),
        new(["shmget"], [[new(2, HugeSegment, 0)]]),

        // MADV_NORMAL, RANDOM, SEQUENTIAL, DONTNEED, FREE, REMOVE, DONTFORK, DOFORK, *HUGEPAGE, *DODUMP, *ONFORK, POPULATE_*, GUARD_*. Not COLLAPSE, which
        // changes the pages of shared files, nor MERGEABLE, which joins equal pages of all sandboxes.
        new(["madvise"], Exactly(2, 0, 1, 2, 4, 8, 9, 10, 11, 14, 15, 16, 17, 18, 19, 22, 23, 102, 103)),
        new(["msync"], [[new(2, Synchronous, 0)]]),
        new(["preadv2"], [[new(5, NoWait, 0)]]),
        new(["inotify_add_watch"], [[new(2, UseOfFiles, 0)]]), // names that come and go can be watched
    ];

    /// <summary>See <see cref="SeccompProfile.Answered"/>.</summary>
    public static readonly IReadOnlyList<AnsweredCalls> Answered =
    [
        new(["fsync", "fdatasync", "sync", "syncfs", "sync_file_range"], Success, []),
        new(["msync"], Success, [[new(2, Synchronous, Synchronous)]]),
        new(["fadvise64", "readahead"], Success, []),
        new(["madvise"], Success, Exactly(2, 3, 20, 21)), // MADV_WILLNEED, COLD, PAGEOUT
        // Every socket keeps the buffers that the kernel gives it at first: no control group of version 1 is charged for larger ones.
        new(["setsockopt"], Success, [Option(SocketLevel, 7), Option(SocketLevel, 8)]), // SO_SNDBUF, SO_RCVBUF
        new(["preadv2"], NotSupported, [[new(5, NoWait, NoWait)]]), // tells whether somebody has read that part of a file lately
    ];

    /// <summary>No protocols but those that everybody means: SCTP, MPTCP, UDP-Lite, DCCP and L2TP come by the same families.</summary>
    private static SeccompCondition[][] Sockets() =>
    [
        .. from protocol in new ulong[] { 0, Unix } select new SeccompCondition[] { new(0, Whole, Unix), new(2, Whole, protocol) },
        .. from family in new[] { Internet, Internet6 }
           from kind in new[] { (Stream, 0ul), (Stream, Tcp), (Datagram, 0ul), (Datagram, Udp) }
           select new SeccompCondition[] { new(0, Whole, family), new(1, SocketType, kind.Item1), new(2, Whole, kind.Item2) },
        // NETLINK_ROUTE, by which getifaddrs asks for the interfaces; the agent bounds how many there are.
        .. from type in new[] { Raw, Datagram } select new SeccompCondition[] { new(0, Whole, Netlink), new(1, SocketType, type), new(2, Whole, 0) },
    ];

    /// <summary>Options that hold no memory of the kernel's.</summary>
    private static SeccompCondition[][] Options() =>
    [
        // SO_DEBUG, REUSEADDR, DONTROUTE, BROADCAST, KEEPALIVE, OOBINLINE, PRIORITY, LINGER, REUSEPORT, PASSCRED, RCVLOWAT, SNDLOWAT, RCVTIMEO, SNDTIMEO, TIMESTAMP*, PEEK_OFF
        .. Level(SocketLevel, 1, 2, 5, 6, 9, 10, 12, 13, 15, 16, 18, 19, 20, 21, 29, 35, 42, 63, 64, 66, 67),
        // TCP_NODELAY, MAXSEG, CORK, KEEPIDLE, KEEPINTVL, KEEPCNT, SYNCNT, LINGER2, DEFER_ACCEPT, WINDOW_CLAMP, QUICKACK, USER_TIMEOUT
        .. Level(Tcp, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 18),
        // IP_TOS, TTL, PKTINFO, MTU_DISCOVER, RECVERR, RECVTTL, RECVTOS, MULTICAST_IF, MULTICAST_TTL, MULTICAST_LOOP
        .. Level(Ip, 1, 2, 8, 10, 11, 12, 13, 32, 33, 34),
        // IPV6_UNICAST_HOPS, MULTICAST_IF, MULTICAST_HOPS, MULTICAST_LOOP, RECVERR, V6ONLY, RECVPKTINFO, RECVHOPLIMIT, RECVTCLASS, TCLASS
        .. Level(Ip6, 16, 17, 18, 19, 25, 26, 49, 51, 66, 67),
    ];

    /// <summary>
    /// PR_*_PDEATHSIG, *_DUMPABLE, GET_KEEPCAPS, *_NAME, GET_SECCOMP, CAPBSET_READ, CAPBSET_DROP, *_TIMERSLACK, *_NO_NEW_PRIVS, *_CHILD_SUBREAPER,
    /// *_THP_DISABLE, GET_SPECULATION_CTRL. The kernel lets only the agent do CAPBSET_DROP.
    /// </summary>
    private static SeccompCondition[][] ProcessSettings() => Exactly(0, 1, 2, 3, 4, 7, 15, 16, 21, 23, 24, 29, 30, 36, 37, 38, 39, 41, 42, 52);

    private static IEnumerable<SeccompCondition[]> Level(ulong level, params ulong[] options) => options.Select(option => Option(level, option));

    private static SeccompCondition[] Option(ulong level, ulong option) => [new(1, Whole, level), new(2, Whole, option)];

    private static SeccompCondition[][] Exactly(uint argument, params ulong[] values) =>
        Array.ConvertAll(values, value => new SeccompCondition[] { new(argument, Whole, value) });
}
