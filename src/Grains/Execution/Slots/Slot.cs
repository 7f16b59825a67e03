using CodeRunner.Contracts.Execution;
using CodeRunner.Grains.Execution.Prefetch;
using CodeRunner.Grains.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>
/// A loop that takes a lease, has it carried out, and says how it ended in the call for the next one. Where a lease is ready ahead, the
/// next run begins when the sandbox is done with the last one, whose result is delivered and reported meanwhile.
/// </summary>
internal sealed partial class Slot(
    int number,
    DispatcherClient dispatchers,
    LeasePrefetcher prefetcher,
    LocalExecutor executor,
    IOptions<SlotOptions> options,
    RetryPolicy retries,
    TimeProvider time,
    ILogger<Slot> logger)
{
    private readonly PrefetchedLeases _ready = prefetcher.Leases;

    /// <summary>How the last lease ended, if nobody has been told.</summary>
    private LeaseReport? _finished;

    /// <summary>The call for the next lease.</summary>
    private Task<LocalLease?> _asking = Task.FromResult<LocalLease?>(null);

    /// <summary>The delivery and the report of the run before this one, and the call for a lease ahead.</summary>
    private Task _delivery = Task.CompletedTask;

    /// <summary>No more leases are taken.</summary>
    private CancellationToken _stopping;

    /// <summary>Nothing is reported any more.</summary>
    private CancellationToken _stopped;

    /// <summary>Takes leases until <paramref name="stopping"/>, and has said how they ended before <paramref name="stopped"/>.</summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken stopped)
    {
        (_stopping, _stopped) = (stopping, stopped);
        try
        {
            await PullAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The silo stops.
        }
        catch (Exception exception)
        {
            // If this was a report, the lease's deadline or the silo's leaving tells the dispatcher instead.
            LogSlotEnded(exception, number);
        }
    }

    private async Task PullAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            await WaitForGateAsync();
            if (await NextAsync() is { } lease)
            {
                _finished = await CarryOutAllAsync(lease);
                await PauseAfterFailureAsync();
            }
        }

        if (!_stopped.IsCancellationRequested)
        {
            await dispatchers.ReportAsync(_finished);
            await _delivery;
            await _asking;
        }
    }

    private async Task WaitForGateAsync()
    {
        var open = executor.WaitForGateAsync(_stopping);
        if (!open.IsCompletedSuccessfully)
        {
            // Who knows how long it takes: the last lease is reported now, and not with the call for the next.
            await ReportAsync();
            await open;
        }
    }

    /// <summary>The next lease, while the last one is reported; null when there was none in the time.</summary>
    private async Task<LocalLease?> NextAsync()
    {
        await _delivery;
        var freedAt = time.GetTimestamp();
        if (_ready.TryTake() is { } ready)
        {
            _delivery = FillAsync(Finished(), freedAt);
            return ready;
        }

        if (_asking.IsCompleted)
        {
            var finished = Finished();
            _asking = RetryAsync(() => dispatchers.NextAsync(number, finished, _stopping));
            _delivery = FillAsync(null, freedAt);
        }
        else
        {
            // It was asked before a lease came that was taken ahead, and waits still.
            await ReportAsync();
        }

        if (await _ready.TakeAsync(_asking) is { } ahead)
        {
            // What the call still brings is for whichever slot is free then.
            _asking = PassOnAsync(_asking);
            return ahead;
        }

        return await _asking is { } lease && lease.TryTake() ? lease : null;
    }

    private async Task<LocalLease?> PassOnAsync(Task<LocalLease?> asking)
    {
        if (await asking is { } lease)
        {
            _ready.Put(lease, null);
        }

        return null;
    }

    /// <summary>Carries out a lease, and those that are ready when a sandbox is done.</summary>
    /// <returns>How the last one ended; null when there is nothing to say about it.</returns>
    private async Task<LeaseReport?> CarryOutAllAsync(LocalLease lease)
    {
        while (true)
        {
            var run = CarryOutAsync(lease);
            await Task.WhenAny(lease.Freed, run);
            var freedAt = time.GetTimestamp();
            prefetcher.Depth.Freed(lease);

            // One result at a time is delivered beside a run: where storage is away, the slot waits here.
            await _delivery;
            if (run.IsCompleted || _stopping.IsCancellationRequested || await _ready.TakeAsync(run) is not { } next)
            {
                return await run;
            }

            _delivery = DeliverAsync(run, freedAt);
            lease = next;
        }
    }

    private async Task DeliverAsync(Task<LeaseReport?> run, long freedAt) => await FillAsync(await run, freedAt);

    private async Task<LeaseReport?> CarryOutAsync(LocalLease lease)
    {
        try
        {
            return await executor.CarryOutAsync(lease, _stopping);
        }
        catch (Exception exception)
        {
            LogSlotFailed(exception, number);
            return new LeaseReport(lease.Lease, _stopping.IsCancellationRequested ? LeaseEnd.HandedBack : LeaseEnd.Failed, exception.GetType().Name);
        }
    }

    private async Task PauseAfterFailureAsync()
    {
        if (_finished is { End: LeaseEnd.Failed or LeaseEnd.Overloaded })
        {
            await ReportAsync();

            // Others get the next try before this slot takes anything again.
            await Task.Delay(options.Value.FailurePause, time, _stopping);
        }
    }

    private async Task ReportAsync()
    {
        if (Finished() is { } finished)
        {
            await RetryAsync(() => dispatchers.ReportAsync(finished));
        }
    }

    private LeaseReport? Finished()
    {
        var finished = _finished;
        _finished = null;
        return finished;
    }

    /// <summary>Reports, if there is something to report, and takes a lease ahead, if there should be one more.</summary>
    private Task FillAsync(LeaseReport? finished, long freedAt) => _stopping.IsCancellationRequested
        ? dispatchers.ReportAsync(finished)
        : RetryAsync(() => prefetcher.FillAsync(number, finished, freedAt));

    private async Task RetryAsync(Func<Task> call) => await RetryAsync(async () =>
    {
        await call();
        return true;
    });

    private Task<T> RetryAsync<T>(Func<Task<T>> call) =>
        retries.ExecuteAsync(call, Timeout.InfiniteTimeSpan, Transient.IsAny, exception => LogSlotFailed(exception, number), _stopping);

    [LoggerMessage(Level = LogLevel.Error, Message = "Slot {Slot} has ended and takes nothing any more.")]
    private partial void LogSlotEnded(Exception exception, int slot);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slot {Slot} could not get or carry out a lease; trying again.")]
    private partial void LogSlotFailed(Exception exception, int slot);
}
