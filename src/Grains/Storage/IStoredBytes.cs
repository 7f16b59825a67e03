namespace CodeRunner.Grains.Storage;

/// <summary>How much storage each client has taken. Whoever stores counts, so that it holds after a restart and ends with what is deleted.</summary>
public interface IStoredBytes
{
    /// <summary>The bytes of a client's requests and results that are stored now; 0 for a client that is not known.</summary>
    /// <exception cref="StorageUnavailableException">It can't be read now.</exception>
    Task<long> ReadAsync(string client);
}
