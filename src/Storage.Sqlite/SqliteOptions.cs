using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Storage.Sqlite;

/// <summary>How hard a write is pressed onto the disk before it counts as done.</summary>
public enum Durability
{
    /// <summary>Handed to the kernel: survives the death of the process, but a power cut may take the last seconds.</summary>
    Process = 1,

    /// <summary>On the disk (fsync): survives a power cut as well.</summary>
    Power = 2,
}

/// <summary>Where and how submissions are stored.</summary>
public sealed class SqliteOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Storage";

    /// <summary>The data folder; made when it isn't there. Default: <c>CODERUNNER_DATA</c>, else <c>coderunner</c> in the XDG data home.</summary>
    public string? Path { get; set; }

    /// <summary>What an acknowledged submission survives. Default: Power.</summary>
    [EnumDataType(typeof(Durability))]
    public Durability Durability { get; set; } = Durability.Power;

    /// <summary>How long an operation waits for another program that has the database locked; 0 to 60 s. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Size in MiB that the database may grow to; writes beyond it are refused as if the disk were full. 1 to 1,048,576; null for
    /// no bound but the disk's. Default: null.
    /// </summary>
    [Range(1, 1 << 20)]
    public int? MaximumSizeMiB { get; set; }

    /// <summary>
    /// MiB that stay free on the disk, but no more than a tenth of it: with fewer, new submissions are refused. 0 to 1,048,576. Default: 1024.
    /// </summary>
    [Range(0, 1 << 20)]
    public int KeepFreeMiB { get; set; } = 1024;

    /// <summary>Reads at the same time; 1 to 64. Default: 4.</summary>
    [Range(1, 64)]
    public int Readers { get; set; } = 4;

    /// <summary>MiB of writes that may wait; a writer that finds no room waits for some. 1 to 4096. Default: 64.</summary>
    [Range(1, 4096)]
    public int WriteQueueMiB { get; set; } = 64;
}
