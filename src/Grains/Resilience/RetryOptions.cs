using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Grains.Resilience;

/// <summary>How calls and writes that failed for a moment are tried again. How long, the caller of each knows.</summary>
public sealed class RetryOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Retry";

    /// <summary>How long to wait before the first retry, on average; each further wait doubles. Default: 100 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between two tries. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromSeconds(5);
}
