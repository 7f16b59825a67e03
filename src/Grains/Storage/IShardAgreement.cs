namespace CodeRunner.Grains.Storage;

/// <summary>
/// Keeps the number of shards the same for all silos that share a storage: it decides which dispatcher a submission belongs to. What the
/// pending index holds from a time with another number moves to the shards that it belongs to now, else no dispatcher would ever read it.
/// </summary>
public interface IShardAgreement
{
    /// <summary>How often a silo that runs must say the number again; null where no other process can share the storage.</summary>
    TimeSpan? RenewalPeriod { get; }

    /// <summary>Takes the number of the silos that run, or gives them this silo's and moves the entries. Called before the silo starts.</summary>
    /// <returns>The number of entries that have moved.</returns>
    Task<int> AgreeAsync(CancellationToken cancellationToken);

    /// <summary>Says the number again.</summary>
    /// <exception cref="StorageUnavailableException">It can't be said now.</exception>
    Task RenewAsync();
}
