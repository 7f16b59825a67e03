namespace CodeRunner.Gateway.Diagnostics;

/// <summary>What a submission that was not taken is counted as.</summary>
internal enum RefusalTag
{
    /// <summary>A parameter or field is wrong.</summary>
    Invalid = 1,

    /// <summary>The body is too large.</summary>
    TooLarge,

    /// <summary>The engine isn't ready.</summary>
    NotReady,

    /// <summary>The whole queue is full.</summary>
    QueueFull,

    /// <summary>This client has too much waiting.</summary>
    ClientQueueFull,

    /// <summary>It could not be stored.</summary>
    StorageUnavailable,

    /// <summary>Too many bytes of bodies and answers are on their way.</summary>
    OverBudget,

    /// <summary>The body did not come in time.</summary>
    TooSlow,

    /// <summary>This client has too many bytes stored.</summary>
    ClientStorageFull,
}
