namespace CodeRunner.Grains.Storage;

/// <summary>A read or write can't be done now: the disk is full or fails, another program has the database locked, Redis is away. As far as is known nothing was stored.</summary>
/// <remarks>An Orleans exception, so that Orleans hands it to the grain as it is.</remarks>
[GenerateSerializer, Alias("CodeRunner.StorageUnavailableException")]
public sealed class StorageUnavailableException : OrleansException
{
    /// <summary>Makes one that says what failed, and why.</summary>
    public StorageUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one that says what failed.</summary>
    public StorageUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one that says nothing.</summary>
    public StorageUnavailableException()
    {
    }
}
