using System.Collections.Immutable;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Contracts.Cluster;

/// <summary>What was done since a start. All of it only grows, so that two readings give what happened between them.</summary>
[GenerateSerializer, Immutable, Alias("CodeRunner.EngineTotals")]
public sealed record EngineTotals
{
    /// <summary>Nothing yet.</summary>
    public static EngineTotals None { get; } = new();

    /// <summary>Submissions stored and acknowledged.</summary>
    [Id(0)] public long Accepted { get; init; }

    /// <summary>First leases given: submissions that have waited to the end.</summary>
    [Id(1)] public long Leased { get; init; }

    /// <summary>The time that those waited, from acknowledged to leased, added up.</summary>
    [Id(2)] public TimeSpan WaitTime { get; init; }

    /// <summary>Attempts carried out to a result.</summary>
    [Id(3)] public long Runs { get; init; }

    /// <summary>The time that those took, compile and all tests, added up.</summary>
    [Id(4)] public TimeSpan RunTime { get; init; }

    /// <summary>Submissions put back into the queue after an attempt had begun.</summary>
    [Id(5)] public long Retries { get; init; }

    /// <summary>Submissions that have their result, by verdict.</summary>
    [Id(6)] public ImmutableDictionary<Verdict, long> Finished { get; init; } = ImmutableDictionary<Verdict, long>.Empty;

    /// <summary>Both together.</summary>
    public EngineTotals Plus(EngineTotals other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new EngineTotals
        {
            Accepted = Accepted + other.Accepted,
            Leased = Leased + other.Leased,
            WaitTime = WaitTime + other.WaitTime,
            Runs = Runs + other.Runs,
            RunTime = RunTime + other.RunTime,
            Retries = Retries + other.Retries,
            Finished = Finished.SetItems(other.Finished.Select(count => KeyValuePair.Create(count.Key, Finished.GetValueOrDefault(count.Key) + count.Value))),
        };
    }
}
