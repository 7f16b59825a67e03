using CodeRunner.Contracts.Execution;
using CodeRunner.Grains.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>
/// The slots of this silo: each is a loop that takes a lease, has it carried out, and says how it ended in the call for the
/// next one. They start when the silo is active, and stop before it leaves the cluster.
/// </summary>
internal sealed partial class ExecutorSlots(
    IGrainFactory grains,
    RunningLeases leases,
    LeaseHeartbeat heartbeat,
    LeaseSource source,
    ISlotGate gate,
    IOptions<SlotOptions> options,
    RetryPolicy retries,
    TimeProvider time,
    ILogger<ExecutorSlots> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan HandBackTimeout = TimeSpan.FromSeconds(5);

    private readonly SlotOptions _options = options.Value;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _stopped = new();
    private Task _slots = Task.CompletedTask;
    private Task _heartbeat = Task.CompletedTask;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(ExecutorSlots), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        _stopped.Dispose();
    }

    private Task StartAsync(CancellationToken cancellationToken)
    {
        var observer = grains.CreateObjectReference<ILeaseObserver>(leases);
        _heartbeat = Task.Run(() => heartbeat.RunAsync(observer, _stopped.Token), CancellationToken.None);
        _slots = Task.WhenAll(Enumerable.Range(0, _options.Count)
            .Select(slot => Task.Run(() => RunSlotAsync(slot, observer), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>Stops politely: no more leases, time to finish, and the rest is handed back. In haste it just stops.</summary>
    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (!cancellationToken.IsCancellationRequested)
        {
            await source.LeaveAsync();
            if (!await EndedAsync(_options.DrainTimeout, cancellationToken))
            {
                LogHandingBack(leases.Count);
                leases.StopAll(StopReason.HandedBack);
                await EndedAsync(HandBackTimeout, cancellationToken);
            }
        }

        await _stopped.CancelAsync();
        leases.StopAll(StopReason.HandedBack);
        await _heartbeat;
    }

    private async Task<bool> EndedAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await _slots.WaitAsync(timeout, time, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return _slots.IsCompleted;
        }
    }

    private async Task RunSlotAsync(int slot, ILeaseObserver observer)
    {
        try
        {
            await PullAsync(slot, observer);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The silo stops.
        }
        catch (Exception exception)
        {
            // If this was a report, the lease's deadline or the silo's leaving tells the dispatcher instead.
            LogSlotEnded(exception, slot);
        }
    }

    private async Task PullAsync(int slot, ILeaseObserver observer)
    {
        LeaseReport? finished = null;
        while (!_stopping.IsCancellationRequested)
        {
            var open = gate.WaitAsync(_stopping.Token);
            if (!open.IsCompletedSuccessfully)
            {
                // Who knows how long it takes: the last lease is reported now, and not with the call for the next.
                if (finished is { } waiting)
                {
                    finished = null;
                    await RetryAsync(slot, () => source.ReportAsync(observer, waiting));
                }

                await open;
            }

            // A report that could not be made goes out again with the next try.
            var last = finished;
            finished = await RetryAsync(slot, () => StepAsync(slot, observer, last));
            if (finished is { End: LeaseEnd.Failed } failed)
            {
                finished = null;
                await RetryAsync(slot, () => source.ReportAsync(observer, failed));

                // Others get the next try before this slot takes anything again.
                await Task.Delay(_options.FailurePause, time, _stopping.Token);
            }
        }

        if (!_stopped.IsCancellationRequested)
        {
            await source.ReportAsync(observer, finished);
        }
    }

    /// <summary>Reports the last lease, waits for the next one and carries it out.</summary>
    /// <returns>How it ended; null when there was none, or when there is nothing to say about it.</returns>
    private async Task<LeaseReport?> StepAsync(int slot, ILeaseObserver observer, LeaseReport? finished)
    {
        var lease = await source.NextAsync(slot, observer, finished, _stopping.Token);
        return lease is null ? null : await CarryOutAsync(lease);
    }

    private Task<T> RetryAsync<T>(int slot, Func<Task<T>> call) =>
        retries.ExecuteAsync(call, Timeout.InfiniteTimeSpan, Transient.IsAny, exception => LogSlotFailed(exception, slot), _stopping.Token);

    private async Task<LeaseReport?> CarryOutAsync(Lease lease)
    {
        // A lease may come to a slot that asked for it before the gate was closed.
        if (_stopping.IsCancellationRequested || !gate.WaitAsync(CancellationToken.None).IsCompletedSuccessfully)
        {
            return new LeaseReport(lease, LeaseEnd.HandedBack);
        }

        var report = await grains.GetGrain<IExecutorGrain>(0).ExecuteAsync(lease);
        return report.End == LeaseEnd.Unknown ? null : report;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Slot {Slot} has ended and takes nothing any more.")]
    private partial void LogSlotEnded(Exception exception, int slot);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slot {Slot} could not get or carry out a lease; trying again.")]
    private partial void LogSlotFailed(Exception exception, int slot);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} submissions did not end within the drain time; they are handed back.")]
    private partial void LogHandingBack(int count);
}
