using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>The slots of this silo, each of which runs one submission at a time.</summary>
public sealed class SlotOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Slots";

    /// <summary>How many slots there are; 0 for a silo that runs nothing. Default: the number of processors.</summary>
    [Range(0, 1024)]
    public int Count { get; set; } = Environment.ProcessorCount;

    /// <summary>How long a free slot's call waits for work. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:20")]
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a free slot asks the other shards, where there are some. Default: 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:00:20")]
    public TimeSpan StealPeriod { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often leases are renewed; well below the lease's duration. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan HeartbeatPeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a silo that stops lets its submissions run before it hands them back. Default: 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a slot rests after the engine failed in it, so that other silos get the next try. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan FailurePause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a result that can't be delivered is kept and tried again. Default: 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long output is collected before it is sent to the submission. Default: 50 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan ReportPeriod { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Bytes of output that are sent without waiting for the period. Default: 32 KiB.</summary>
    [Range(1, 1 << 20)]
    public int ReportBytes { get; set; } = 32 << 10;

    /// <summary>Bytes of output that wait to be sent; more is left out, and the watchers are told. Default: 256 KiB.</summary>
    [Range(1, 1 << 26)]
    public int ReportBufferBytes { get; set; } = 256 << 10;
}
