using System.Collections.Immutable;

namespace CodeRunner.Contracts.Cluster;

/// <summary>How a silo is.</summary>
[GenerateSerializer, Alias("CodeRunner.SiloState")]
public enum SiloState
{
    /// <summary>Not set; never sent.</summary>
    Unknown = 0,

    /// <summary>It is a member and reports.</summary>
    Active = 1,

    /// <summary>It stops.</summary>
    Leaving = 2,

    /// <summary>It has not reported for a while, and the cluster has not declared it dead.</summary>
    Silent = 3,
}

/// <summary>A silo's last report, and how old that is.</summary>
/// <param name="Report">What it said.</param>
/// <param name="State">How it is.</param>
/// <param name="ReportedAt">When it said so.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.ReportedSilo")]
public sealed record ReportedSilo([property: Id(0)] SiloReport Report, [property: Id(1)] SiloState State, [property: Id(2)] DateTimeOffset ReportedAt);

/// <summary>The cluster as its silos last described it.</summary>
[GenerateSerializer, Immutable, Alias("CodeRunner.ClusterReport")]
public sealed record ClusterReport
{
    /// <summary>The silos that are there, by name.</summary>
    [Id(0)] public ImmutableArray<ReportedSilo> Silos { get; init; } = [];

    /// <summary>What all silos have done since <see cref="Since"/>, those that are gone by now as well.</summary>
    [Id(1)] public EngineTotals Totals { get; init; } = EngineTotals.None;

    /// <summary>Since when reports are collected. When it changes, the totals have begun anew and are not to be compared with older ones.</summary>
    [Id(2)] public DateTimeOffset Since { get; init; }

    /// <summary>Over how many dispatchers the queue is spread.</summary>
    [Id(3)] public int Shards { get; init; }

    /// <summary>Submissions that may wait in each of them.</summary>
    [Id(4)] public int QueueLimit { get; init; }
}
