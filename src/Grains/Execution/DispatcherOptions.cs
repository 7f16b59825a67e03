using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Grains.Execution;

/// <summary>The queue and its leases. Every silo of a cluster must have the same.</summary>
public sealed class DispatcherOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Dispatcher";

    /// <summary>Over how many dispatchers submissions are spread; one does for about a thousand cores. Default: 1.</summary>
    [Range(1, 1024)]
    public int Shards { get; set; } = 1;

    /// <summary>Submissions that may wait in one shard. Default: 100,000.</summary>
    [Range(1, 10_000_000)]
    public int QueueLimit { get; set; } = 100_000;

    /// <summary>Submissions of one client that may wait in one shard. Default: 20,000.</summary>
    [Range(1, 10_000_000)]
    public int ClientQueueLimit { get; set; } = 20_000;

    /// <summary>How long a lease lasts unless it is renewed. Default: 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Attempts after which a submission that takes its executors down is given up. Default: 3.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>How often the pending index is compared with the queue. Default: 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a place is kept for a submission that is being stored. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ReservationLifetime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a new dispatcher waits for the silos to say what they run, before it queues again what was running when the
    /// former one was lost. Default: 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan RecoveryGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the test that runs may go on when its client has more than its share of slots and another one waits; then it is stopped, and run again
    /// later. Default: 1 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan YieldGrace { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a submission with further tests keeps its slot while a client waits that has fewer slots.
    /// One without any waits twice as long for each turn that the submission has had, then the test that runs is stopped. Default: 2 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan TimeSlice { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>When a refused client may try again, while nothing is known of how fast the queue moves. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);
}
