namespace CodeRunner.Grains.Diagnostics;

/// <summary>What was done with storage.</summary>
internal enum StorageOperation
{
    /// <summary>A request or result was read.</summary>
    Read = 1,

    /// <summary>A request or result was written.</summary>
    Write,

    /// <summary>A request was taken back.</summary>
    Clear,

    /// <summary>The pending index was read.</summary>
    IndexRead,

    /// <summary>The pending index was written.</summary>
    IndexWrite,
}
