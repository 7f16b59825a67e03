namespace CodeRunner.Contracts.Cluster;

/// <summary>
/// Where all silos say how they are; there is one, with key 0. It stores nothing: wherever it comes up again, it knows all after
/// the next round of reports.
/// </summary>
[Alias("CodeRunner.IClusterGrain")]
[GrainInterfaceType("CodeRunner.IClusterGrain")]
public interface IClusterGrain : IGrainWithIntegerKey
{
    /// <summary>A silo reports; a later report of a silo replaces the former.</summary>
    [Alias("ReportAsync")]
    Task ReportAsync(SiloReport report);

    /// <summary>The last reports of all silos that are there.</summary>
    [Alias("GetAsync")]
    Task<ClusterReport> GetAsync();
}
