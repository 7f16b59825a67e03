using CodeRunner.Contracts.Execution;
using Microsoft.Extensions.Logging;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>
/// The slots of this silo. They start when the silo is active, and stop before it leaves the cluster.
/// </summary>
internal sealed partial class ExecutorSlots(
    SlotServices services,
    LeaseHeartbeat heartbeat,
    ILogger<ExecutorSlots> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan HandBackTimeout = TimeSpan.FromSeconds(5);

    private readonly SlotOptions _options = services.Options.Value;
    private readonly RunningLeases _leases = services.Leases;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _stopped = new();
    private Task _slots = Task.CompletedTask;
    private Task _heartbeat = Task.CompletedTask;
    private ILeaseObserver? _observer;

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
        var observer = _observer = services.Grains.CreateObjectReference<ILeaseObserver>(_leases);
        _heartbeat = Task.Run(() => Task.WhenAll(heartbeat.RunAsync(observer, _stopped.Token), services.Ahead.RunAsync(observer, _stopped.Token)), CancellationToken.None);
        _slots = Task.WhenAll(Enumerable.Range(0, _options.Count)
            .Select(number => new ExecutorSlot(number, observer, services, _stopping.Token, _stopped.Token))
            .Select(static slot => Task.Run(slot.RunAsync, CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>Stops politely: no more leases, time to finish, and the rest is handed back. In haste it just stops.</summary>
    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (!cancellationToken.IsCancellationRequested)
        {
            await services.Source.LeaveAsync();
            await HandBackAheadAsync();
            if (!await EndedAsync(_options.DrainTimeout, cancellationToken))
            {
                LogHandingBack(_leases.Count);
                _leases.StopAll(StopReason.HandedBack);
                await EndedAsync(HandBackTimeout, cancellationToken);
            }

            // Those that were on their way.
            await HandBackAheadAsync();
        }

        await _stopped.CancelAsync();
        _leases.StopAll(StopReason.HandedBack);
        await _heartbeat;
    }

    private Task HandBackAheadAsync() => _observer is null ? Task.CompletedTask : services.Ahead.HandBackAsync(_observer, TimeSpan.Zero);

    private async Task<bool> EndedAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await _slots.WaitAsync(timeout, services.Time, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return _slots.IsCompleted;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} submissions did not end within the drain time; they are handed back.")]
    private partial void LogHandingBack(int count);
}
