using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Grains.Storage;

/// <summary>How long finished submissions are kept.</summary>
public sealed class RetentionOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Retention";

    /// <summary>How long after its result a submission can be fetched; 1 minute to 10 years. Default: 24 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan Period { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often the old ones are looked for; 1 second to 1 day. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Submissions deleted in one transaction; other writes go in between. 1 to 10,000. Default: 100.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 100;
}
