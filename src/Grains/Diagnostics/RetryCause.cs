namespace CodeRunner.Grains.Diagnostics;

/// <summary>Why a submission went back into the queue after an attempt had begun.</summary>
internal enum RetryCause
{
    /// <summary>The silo that ran it died or fell silent.</summary>
    ExecutorLost = 1,

    /// <summary>The engine failed in it.</summary>
    EngineFailed,

    /// <summary>The silo that ran it stopped.</summary>
    HandedBack,

    /// <summary>The lease never reached a silo.</summary>
    Undelivered,

    /// <summary>The silo that ran it let go of it, as it was overtaken by what the dispatcher did not know of.</summary>
    Revoked,

    /// <summary>The machine was too busy for it.</summary>
    Overloaded,

    /// <summary>It gave its slot up for others.</summary>
    Yielded,
}
