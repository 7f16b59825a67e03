using System.Collections.Immutable;

namespace CodeRunner.Contracts.Cluster;

/// <summary>A language that a silo can run.</summary>
/// <param name="Id">What requests name it by.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Version">What its compiler says its version is.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.SiloLanguage")]
public sealed record SiloLanguage([property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] string Version);

/// <summary>What a silo says of itself every few seconds.</summary>
[GenerateSerializer, Immutable, Alias("CodeRunner.SiloReport")]
public sealed record SiloReport
{
    /// <summary>Its address, which no other start of it has.</summary>
    [Id(0)] public required SiloAddress Silo { get; init; }

    /// <summary>What its operator calls it.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>The version of the engine that it runs.</summary>
    [Id(2)] public required string Version { get; init; }

    /// <summary>What it runs programs in; empty where it runs none.</summary>
    [Id(3)] public string Sandbox { get; init; } = string.Empty;

    /// <summary>When it joined the cluster.</summary>
    [Id(4)] public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Submissions that it can run at the same time.</summary>
    [Id(5)] public int Slots { get; init; }

    /// <summary>Submissions that it runs.</summary>
    [Id(6)] public int Busy { get; init; }

    /// <summary>Processors that it sees.</summary>
    [Id(7)] public int Processors { get; init; }

    /// <summary>The languages that work there.</summary>
    [Id(8)] public ImmutableArray<SiloLanguage> Languages { get; init; } = [];

    /// <summary>What it has done since it started.</summary>
    [Id(9)] public EngineTotals Totals { get; init; } = EngineTotals.None;

    /// <summary>The memory of its process, sandboxes not counted.</summary>
    [Id(10)] public ByteSize Memory { get; init; }

    /// <summary>The processor time that its process has used since it started, sandboxes not counted.</summary>
    [Id(11)] public TimeSpan CpuTime { get; init; }
}
