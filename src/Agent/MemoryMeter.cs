using CodeRunner.Agent.Protocol;

namespace CodeRunner.Agent;

/// <summary>
/// What a command's memory peaked at, without what the sandbox holds anyway and without the files that the kernel caches for it. The kernel
/// counts the peak of all together: what is cached at the end is taken off it, as a cache only grows until memory is short.
/// </summary>
internal sealed class MemoryMeter(Accounting accounting)
{
    /// <summary>
    /// How much of what looks used may be on the way to the processors of agent and command: MEMCG_CHARGE_BATCH, 64 pages, for
    /// each. Counted as the command's, so that its figure may be this much too high but never too low. It makes no breach of its limit.
    /// </summary>
    private const long ChargeBatches = 2 * 64 * 4096;

    /// <summary>How often the memory is looked at while the command runs: what was freed before a file was read shows up only so.</summary>
    private const long Period = 50 * Constants.NanosecondsPerMillisecond;

    /// <summary>What may still be on its way back to the kernel when a command begins: the last one's stacks, and charges of each processor.</summary>
    private const long Unsettled = 1 << 20;

    private long _idle = long.MaxValue;
    private long _rest;
    private long _baseline;
    private long _limit;
    private long _peakBefore;
    private long _hitsBefore;
    private long _seen;
    private long _next;

    /// <summary>What is in use while nothing runs has to be found out again.</summary>
    public void Forget() => _idle = long.MaxValue;

    /// <summary>
    /// Nothing runs. The least that was ever in use here so is the truest, but for what the kernel keeps of files that an earlier command looked up,
    /// their names above all: that is no memory of this one.
    /// </summary>
    public void LookAtIdle()
    {
        var used = accounting.UsedMemory();
        _idle = Math.Min(_idle, used);
        _rest = Math.Max(_idle, used - Unsettled);
    }

    /// <summary>The command begins, its stdin being there.</summary>
    public void Begin(RunCommand command)
    {
        (_baseline, _limit, _seen, _next) = (_rest + StdinFile.MemoryOf(command), command.Memory, 0, Libc.Now() + Period);
        accounting.ResetPeak();
        _peakBefore = accounting.Peak();
        _hitsBefore = accounting.LimitHits();
    }

    /// <summary>Looks at the memory when it is time to.</summary>
    public void Look()
    {
        var now = Libc.Now();
        if (now < _next)
            return;
        _next = now + Period;
        _seen = Math.Max(_seen, accounting.UsedMemory());
    }

    /// <summary>The peak of the command that has ended, in bytes.</summary>
    /// <param name="outOfMemory">Whether the kernel killed for want of memory: then nothing that could be taken back was left.</param>
    public long End(bool outOfMemory)
    {
        var peak = accounting.Peak();
        var figure = Figure(peak - accounting.FileCache());
        // A cache that reached the limit was taken back, more than once maybe, and what could be was no breach; and a peak that is of an
        // earlier command, where it can't be started anew, says nothing of this one.
        if (!outOfMemory && (accounting.LimitHits() > _hitsBefore || peak <= _peakBefore))
            figure = Math.Min(figure, _limit);
        return Math.Max(Math.Max(0, figure), Figure(_seen));
    }

    /// <summary>What the command has of what is in use, at most; above its limit only where that is so without what may be on its way.</summary>
    private long Figure(long used)
    {
        var certain = used - _baseline;
        return certain <= _limit ? Math.Min(certain + ChargeBatches, _limit) : certain + ChargeBatches;
    }
}
