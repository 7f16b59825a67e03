using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution.Slots;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Grains.Execution.Prefetch;

/// <summary>
/// Takes leases shortly before a slot is free for them, so that it goes on at once and not when a dispatcher and
/// storage have answered. As many as slots come free in that time, which is none where runs are long or slots are few.
/// </summary>
internal sealed partial class LeasePrefetcher(
    IGrainFactory grains,
    LocalLeases leases,
    PrefetchedLeases ready,
    DispatcherClient dispatchers,
    IOptions<SlotOptions> options,
    TimeProvider time,
    ILogger<LeasePrefetcher> logger)
{
    /// <summary>How long a lease waits for a slot before another silo may have it.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <summary>When a dispatcher last had too little for that, as a timestamp of the clock; 0: never.</summary>
    private long _refusedAt;

    /// <summary>Those that wait for a slot or are on their way.</summary>
    private int _count;

    /// <summary>Those that any slot may begin.</summary>
    public PrefetchedLeases Leases => ready;

    /// <summary>What decides how many there are.</summary>
    public PrefetchDepth Depth { get; } = new(options.Value.Count, time);

    /// <summary>How many there should be.</summary>
    private int Wanted => Volatile.Read(ref _refusedAt) is var refusedAt && (refusedAt == 0 || time.GetElapsedTime(refusedAt) >= Patience) ? Depth.Ahead : 0;

    /// <summary>Reports how a lease ended, if one did, and in the same call takes another one ahead, if there should be one more.</summary>
    /// <param name="slot">The slot that was freed.</param>
    /// <param name="finished">The lease that ended; null when there is nothing to say about it.</param>
    /// <param name="freedAt">When the slot was freed, as a timestamp of the clock.</param>
    public async Task FillAsync(int slot, LeaseReport? finished, long freedAt)
    {
        if (Interlocked.Increment(ref _count) > Wanted)
        {
            Interlocked.Decrement(ref _count);
            await dispatchers.ReportAsync(finished);
            return;
        }

        LocalLease? lease = null;
        try
        {
            lease = await AskAsync(slot, finished);
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
            Depth.HandedOver(time.GetElapsedTime(freedAt));
            ready.Put(lease, lane);
        }
    }

    /// <summary>Keeps the pace, and hands back what no slot was free for, until <paramref name="stopping"/>.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            var last = time.GetTimestamp();
            while (await timer.WaitForNextTickAsync(stopping))
            {
                var now = time.GetTimestamp();
                Depth.Tick(time.GetElapsedTime(last, now));
                last = now;
                await HandBackAsync(Patience);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    /// <summary>Hands back all that has waited for a slot for so long.</summary>
    public Task HandBackAsync(TimeSpan age) =>
        Task.WhenAll(leases.TakeWaiting(age).Select(lease => HandBackAsync(lease.Lease)));

    private async Task HandBackAsync(Lease lease)
    {
        try
        {
            await dispatchers.ReportAsync(new LeaseReport(lease, LeaseEnd.HandedBack));
        }
        catch (Exception exception)
        {
            // Its deadline tells the dispatcher instead.
            LogNotHandedBack(exception, lease.Id);
        }
    }

    private async Task<LocalLease?> AskAsync(int slot, LeaseReport? finished)
    {
        var lease = await dispatchers.AheadAsync(slot, finished);
        if (lease is null)
        {
            // Little waits: slots ask when they are free.
            Volatile.Write(ref _refusedAt, time.GetTimestamp());
        }

        return lease is null ? null : leases.TryReceive(lease, () => Interlocked.Decrement(ref _count));
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
