using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Grains.Submissions;

/// <summary>How submissions are kept in memory.</summary>
public sealed class SubmissionOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Submissions";

    /// <summary>Requests and results with more bytes than this are read from storage when needed instead of staying in memory. Default: 16 KiB.</summary>
    [Range(0, int.MaxValue)]
    public int KeepInMemoryBytes { get; set; } = 16 << 10;

    /// <summary>
    /// When the files, inputs and expected outputs of a request have more bytes than this together, they are removed from storage as soon as
    /// the submission has its result. Default: 1 MiB.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int LargeInputBytes { get; set; } = 1 << 20;

    /// <summary>
    /// While more submissions than this wait in a shard, a new one is not kept in memory until its turn comes. Default: 1,000.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int KeepWaitingInMemory { get; set; } = 1000;

    /// <summary>Events kept for those who watch, per submission. Default: 1,024.</summary>
    [Range(1, 1_000_000)]
    public int EventLogCount { get; set; } = 1024;

    /// <summary>Bytes of output kept for those who watch, per submission. Default: 256 KiB.</summary>
    [Range(1, int.MaxValue)]
    public int EventLogBytes { get; set; } = 256 << 10;

    /// <summary>
    /// Bytes of output kept in memory while a submission runs, for the result that it has when it is cancelled: so many of its tests that have
    /// ended, and as many again of the one that runs. More is left out and marked. Default: 1 MiB, as much as a program may write by default.
    /// </summary>
    [Range(0, 16 << 20)]
    public int CancelledOutputBytes { get; set; } = 1 << 20;

    /// <summary>The longest time that one call waits for a result; longer ones are shortened to it. Default: 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:25")]
    public TimeSpan MaximumWait { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a submission that is being taken waits for its dispatcher to come back. Default: 8 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:25")]
    public TimeSpan DispatcherPatience { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// What one client may have stored, requests and results, until retention deletes them; further requests are refused, results never. In MiB. Default: 1,024,
    /// which is some 100,000 small programs: enough for a class behind one address.
    /// </summary>
    [Range(1, 1 << 30)]
    public int ClientStoredMiB { get; set; } = 1024;

    /// <summary>When a client that has so much stored may try again. Default: 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ClientStoredRetryAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>When to try again while storage is away. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StorageRetryAfter { get; set; } = TimeSpan.FromSeconds(5);
}
