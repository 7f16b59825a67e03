namespace CodeRunner.Grains.Storage;

/// <summary>
/// Deletes what has been finished for longer than <see cref="RetentionOptions.Period"/>; never what is in the pending index. Only for a
/// storage in which nothing lapses by itself.
/// </summary>
public interface IRetention
{
    /// <summary>One sweep: everything that is too old now, in small batches.</summary>
    /// <returns>The number of states deleted.</returns>
    /// <exception cref="StorageUnavailableException">It stopped halfway; the next sweep goes on.</exception>
    Task<int> SweepAsync(CancellationToken cancellationToken);
}
