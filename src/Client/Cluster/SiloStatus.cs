namespace CodeRunner.Client;

/// <summary>A silo: a process that runs programs.</summary>
public sealed record SiloStatus
{
    /// <summary>What its operator calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Its address in the cluster.</summary>
    public string Address { get; init; } = "";

    /// <summary>Whether it takes work.</summary>
    public SiloState Status { get; init; }

    /// <summary>The version of the engine that it runs.</summary>
    public string Version { get; init; } = "";

    /// <summary>What it runs programs in; empty where it runs none.</summary>
    public string Sandbox { get; init; } = "";

    /// <summary>When it joined the cluster.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it said what is shown here.</summary>
    public DateTimeOffset ReportedAt { get; init; }

    /// <summary>Jobs that it can run at the same time.</summary>
    public int Slots { get; init; }

    /// <summary>Jobs that it runs.</summary>
    public int Busy { get; init; }

    /// <summary>Processors that it sees.</summary>
    public int Processors { get; init; }

    /// <summary>The languages that work there.</summary>
    public IReadOnlyList<SiloLanguage> Languages { get; init; } = [];

    /// <summary>Attempts that came to a result on its slots, in total.</summary>
    public long Runs { get; init; }

    /// <summary>The time that those took, in seconds, in total.</summary>
    public double RunSeconds { get; init; }

    /// <summary>Jobs that got their result from it, by verdict as the server writes it, in total.</summary>
    public IReadOnlyDictionary<string, long> Finished { get; init; } = new Dictionary<string, long>();

    /// <summary>Memory of its process, in bytes, sandboxes not counted.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Processor time of its process, in seconds, sandboxes not counted, in total.</summary>
    public double CpuSeconds { get; init; }
}

/// <summary>A language of a silo.</summary>
/// <param name="Id">What requests name it by.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Version">What its compiler says its version is.</param>
public sealed record SiloLanguage(string Id, string Name, string Version);

/// <summary>Whether a silo takes work.</summary>
public enum SiloState
{
    /// <summary>A word that this client doesn't know.</summary>
    Unknown,

    /// <summary>It does.</summary>
    Active,

    /// <summary>It is being stopped.</summary>
    Leaving,

    /// <summary>It has not reported for a while, so the rest is old.</summary>
    Silent,
}
