namespace CodeRunner.Bench.Cluster;

/// <summary>How large a cluster is.</summary>
/// <param name="Silos">Silos to begin with.</param>
internal sealed record ClusterShape(int Silos)
{
    /// <summary>Slots of each silo.</summary>
    public int Slots { get; init; } = 64;

    /// <summary>Dispatchers.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>Submissions that may wait in a shard.</summary>
    public int QueueLimit { get; init; } = 1_000_000;

    /// <summary>Slots of all silos.</summary>
    public int AllSlots => Silos * Slots;
}
