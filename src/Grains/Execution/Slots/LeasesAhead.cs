using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>
/// Takes leases shortly before a slot is free for them, so that it goes on at once and not when a dispatcher and
/// storage have answered. As many as slots come free in that time, which is none where runs are long or slots are few.
/// </summary>
internal sealed partial class LeasesAhead(
    IGrainFactory grains,
    RunningLeases leases,
    ReadyLeases ready,
    LeaseSource source,
    IOptions<SlotOptions> options,
    TimeProvider time,
    ILogger<LeasesAhead> logger)
{
    /// <summary>How long a lease waits for a slot before another silo may have it.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <summary>When a dispatcher last had too little for that, as a timestamp of the clock; 0: never.</summary>
    private long _refusedAt;

    /// <summary>Those that wait for a slot or are on their way.</summary>
    private int _count;

    /// <summary>What decides how many there are.</summary>
    public SlotPace Pace { get; } = new(options.Value.Count, time);

    /// <summary>How many there should be.</summary>
    private int Wanted => Volatile.Read(ref _refusedAt) is var refusedAt && (refusedAt == 0 || time.GetElapsedTime(refusedAt) >= Patience) ? Pace.Ahead : 0;

    /// <summary>Reports how a lease ended, if one did, and in the same call takes another one ahead, if there should be one more.</summary>
    /// <param name="slot">The slot that was freed.</param>
    /// <param name="observer">Where the dispatcher sends cancels.</param>
    /// <param name="finished">The lease that ended; null when there is nothing to say about it.</param>
    /// <param name="freedAt">When the slot was freed, as a timestamp of the clock.</param>
    public async Task FillAsync(int slot, ILeaseObserver observer, LeaseReport? finished, long freedAt)
    {
        if (Interlocked.Increment(ref _count) > Wanted)
        {
            Interlocked.Decrement(ref _count);
            await source.ReportAsync(observer, finished);
            return;
        }

        SlotLease? lease = null;
        try
        {
            lease = await AskAsync(slot, observer, finished);
        }
        finally
        {
            if (lease is null)
            {
                Interlocked.Decrement(ref _count);
            }
        }

        if (lease is not null)
        {
            var lane = await PrepareAsync(lease.Lease);
            Pace.HandedOver(time.GetElapsedTime(freedAt));
            ready.Put(lease, lane);
        }
    }

    /// <summary>Keeps the pace, and hands back what no slot was free for, until <paramref name="stopping"/>.</summary>
    public async Task RunAsync(ILeaseObserver observer, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            var last = time.GetTimestamp();
            while (await timer.WaitForNextTickAsync(stopping))
            {
                var now = time.GetTimestamp();
                Pace.Tick(time.GetElapsedTime(last, now));
                last = now;
                await HandBackAsync(observer, Patience);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    /// <summary>Hands back all that has waited for a slot for so long.</summary>
    public Task HandBackAsync(ILeaseObserver observer, TimeSpan age) =>
        Task.WhenAll(leases.TakeWaiting(age).Select(lease => HandBackAsync(observer, lease.Lease)));

    private async Task HandBackAsync(ILeaseObserver observer, Lease lease)
    {
        try
        {
            await source.ReportAsync(observer, new LeaseReport(lease, LeaseEnd.HandedBack));
        }
        catch (Exception exception)
        {
            // Its deadline tells the dispatcher instead.
            LogNotHandedBack(exception, lease.Id);
        }
    }

    private async Task<SlotLease?> AskAsync(int slot, ILeaseObserver observer, LeaseReport? finished)
    {
        var lease = await source.AheadAsync(slot, observer, finished);
        if (lease is null)
        {
            // Little waits: slots ask when they are free.
            Volatile.Write(ref _refusedAt, time.GetTimestamp());
        }

        return lease is null ? null : leases.TryNote(lease, () => Interlocked.Decrement(ref _count));
    }

    /// <summary>Has the submission read from storage, so that its run need not wait for it.</summary>
    /// <returns>Its lane, if that is known.</returns>
    private async Task<Lane?> PrepareAsync(Lease lease)
    {
        try
        {
            return await grains.GetGrain<ISubmissionGrain>(lease.Id).PrepareAsync();
        }
        catch (Exception exception)
        {
            // Then it is read when the run begins, as often as it takes.
            LogNotPrepared(exception, lease.Id);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Submission {Id} could not be read ahead of its run.")]
    private partial void LogNotPrepared(Exception exception, Guid id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {Id} could not be handed back; the end of its lease does it.")]
    private partial void LogNotHandedBack(Exception exception, Guid id);
}
