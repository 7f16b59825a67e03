namespace CodeRunner.Grains.Execution.Slots;

/// <summary>Why a run was stopped from outside. The first reason wins.</summary>
internal enum RevocationReason
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>The submission has its result, or the lease is another silo's.</summary>
    Revoked,

    /// <summary>The silo stops, or can't say any more that it lives: somebody else should run it.</summary>
    HandedBack,

    /// <summary>It gives its slot up for others, and goes on later.</summary>
    Yielded,
}
