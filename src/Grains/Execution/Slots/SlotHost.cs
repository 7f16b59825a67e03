using CodeRunner.Grains.Execution.Prefetch;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>
/// The slots of this silo. They start when the silo is active, and stop before it leaves the cluster.
/// </summary>
internal sealed partial class SlotHost(
    Func<int, Slot> create,
    DispatcherClient dispatchers,
    LeasePrefetcher prefetcher,
    LeaseHeartbeat heartbeat,
    LocalLeases leases,
    IOptions<SlotOptions> options,
    TimeProvider time,
    ILogger<SlotHost> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan HandBackTimeout = TimeSpan.FromSeconds(5);

    private readonly SlotOptions _options = options.Value;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _stopped = new();
    private Task _slots = Task.CompletedTask;
    private Task _heartbeat = Task.CompletedTask;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(SlotHost), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        _stopped.Dispose();
    }

    private Task StartAsync(CancellationToken cancellationToken)
    {
        var (stopping, stopped) = (_stopping.Token, _stopped.Token);
        _heartbeat = Task.Run(() => Task.WhenAll(heartbeat.RunAsync(stopped), prefetcher.RunAsync(stopped)), CancellationToken.None);
        _slots = Task.WhenAll(Enumerable.Range(0, _options.Count)
            .Select(create)
            .Select(slot => Task.Run(() => slot.RunAsync(stopping, stopped), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>Stops politely: no more leases, time to finish, and the rest is handed back. In haste it just stops.</summary>
    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (!cancellationToken.IsCancellationRequested)
        {
            await dispatchers.LeaveAsync();
            await prefetcher.HandBackAsync(TimeSpan.Zero);
            if (!await EndedAsync(_options.DrainTimeout, cancellationToken))
            {
                LogHandingBack(leases.Count);
                leases.StopAll(RevocationReason.HandedBack);
                await EndedAsync(HandBackTimeout, cancellationToken);
            }

            // Those that were on their way.
            await prefetcher.HandBackAsync(TimeSpan.Zero);
        }

        await _stopped.CancelAsync();
        leases.StopAll(RevocationReason.HandedBack);
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

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} submissions did not end within the drain time; they are handed back.")]
    private partial void LogHandingBack(int count);
}
