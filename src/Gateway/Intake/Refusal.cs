namespace CodeRunner.Gateway.Intake;

/// <summary>Why a request was not served, whatever protocol it came by: each protocol has its own status and its own body for it.</summary>
/// <param name="Reason">What is in the way.</param>
/// <param name="Error">A sentence that names what is in the way and its bound.</param>
/// <param name="RetryAfter">When to try again; null where that is pointless.</param>
internal sealed record Refusal(RefusalReason Reason, string Error, TimeSpan? RetryAfter = null);

/// <summary>What is in a request's way.</summary>
internal enum RefusalReason
{
    /// <summary>Not set.</summary>
    Unknown = 0,

    /// <summary>The engine isn't ready.</summary>
    NotReady,

    /// <summary>The whole queue is full.</summary>
    QueueFull,

    /// <summary>This client has too much waiting.</summary>
    ClientQueueFull,

    /// <summary>This client has too many bytes stored.</summary>
    ClientStorageFull,

    /// <summary>It could not be stored.</summary>
    StorageUnavailable,

    /// <summary>The client's key stands for another request.</summary>
    KeyReused,

    /// <summary>The body is too large.</summary>
    BodyTooLarge,

    /// <summary>The body did not come in time.</summary>
    BodyTooSlow,

    /// <summary>Too many bytes of bodies and answers are on their way.</summary>
    TrafficFull,

    /// <summary>Too many bytes of this client's bodies and answers are on their way.</summary>
    ClientTrafficFull,

    /// <summary>This client has too many streams and waiting requests open.</summary>
    ClientStreamsFull,

    /// <summary>This address has too many connections and requests open.</summary>
    AddressFull,
}
