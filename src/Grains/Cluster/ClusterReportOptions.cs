using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Grains.Cluster;

/// <summary>How silos say how they are.</summary>
public sealed class ClusterReportOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "ClusterReports";

    /// <summary>How often a silo reports. Default: 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Periods without a report after which a silo is shown as silent. Default: 5.</summary>
    [Range(2, 1000)]
    public int SilentAfter { get; set; } = 5;
}
