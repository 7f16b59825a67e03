using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Gateway.Options;

/// <summary>How much of the server its clients may hold at the same time: bytes on their way, connections, streams. No client gets all of it.</summary>
public sealed class TrafficOptions
{
    private const long KiB = 1 << 10;
    private const long MiB = 1 << 20;

    /// <summary>Bodies and answers up to this many bytes are counted by nothing but their connections, so that a small request always gets through. Default: 32 KiB.</summary>
    [Range(0, MiB)]
    public long UncountedBytes { get; set; } = 32 * KiB;

    /// <summary>Bodies and answers up to this many bytes have a budget of their own, so that large ones can't crowd them out. Default: 1 MiB.</summary>
    [Range(KiB, 64 * MiB)]
    public long MediumBytes { get; set; } = MiB;

    /// <summary>Bytes of bodies and answers of medium size in the server at the same time. Default: 32 MiB.</summary>
    [Range(MiB, 1L << 40)]
    public long MediumBudget { get; set; } = 32 * MiB;

    /// <summary>What one client may have of <see cref="MediumBudget"/>. Default: 16 MiB.</summary>
    [Range(KiB, 1L << 40)]
    public long MediumShare { get; set; } = 16 * MiB;

    /// <summary>Bytes of larger bodies and answers in the server at the same time; each costs about three times its size in memory. Default: 64 MiB.</summary>
    [Range(MiB, 1L << 40)]
    public long LargeBudget { get; set; } = 64 * MiB;

    /// <summary>What one client may have of <see cref="LargeBudget"/>; at least <see cref="LimitsOptions.MaxRequestBytes"/>. Default: 32 MiB.</summary>
    [Range(KiB, 1L << 40)]
    public long LargeShare { get; set; } = 32 * MiB;

    /// <summary>How long a body or an answer waits for room in a budget before it is refused. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan BudgetPatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a client may take to send a body. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The fewest bytes a second that a client sends or reads, on average; one that is slower is cut off. Default: 8 KiB.</summary>
    [Range(1, int.MaxValue)]
    public int MinBytesPerSecond { get; set; } = (int)(8 * KiB);

    /// <summary>How long a client may stand still, and how long it may be slower than <see cref="MinBytesPerSecond"/> at the beginning. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01.5", "00:10:00")]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections of one address (of IPv6: of one /64). At the bound the longest idle one makes room; where none is idle the new one is closed. Default: 1,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnectionsPerAddress { get; set; } = 1000;

    /// <summary>How long a new connection may take to send its first request. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan FirstRequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Event streams and requests that wait (<c>wait=</c>) of one client at the same time. Default: 500.</summary>
    [Range(1, 1_000_000)]
    public int MaxStreamsPerClient { get; set; } = 500;
}
