namespace CodeRunner.Storage.Redis;

/// <summary>The process can't join its cluster. Thrown at start only; the message is for whoever starts it.</summary>
public sealed class ClusterException : Exception
{
    /// <summary>Makes one that says what is wrong and what to do.</summary>
    public ClusterException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one that says nothing.</summary>
    public ClusterException()
    {
    }

    /// <summary>Makes one that says what is wrong.</summary>
    public ClusterException(string message)
        : base(message)
    {
    }
}
