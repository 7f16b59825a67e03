namespace CodeRunner.Grains.Diagnostics;

/// <summary>What the sweep found in the pending index.</summary>
internal enum SweepFinding
{
    /// <summary>A submission without a result that no queue knew of: a fault of the engine, always.</summary>
    Lost = 1,

    /// <summary>The entry of one that has its result, or was never taken: storage was away when it should have been removed.</summary>
    LeftBehind,
}
