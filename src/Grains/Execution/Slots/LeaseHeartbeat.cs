using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>
/// Renews this silo's leases, and stops what it runs when that fails for so long that others may soon be given the
/// same work.
/// </summary>
internal sealed partial class LeaseHeartbeat(
    DispatcherClient dispatchers,
    LocalLeases leases,
    IOptions<SlotOptions> options,
    IOptions<DispatcherOptions> dispatcherOptions,
    TimeProvider time,
    ILogger<LeaseHeartbeat> logger)
{
    private readonly TimeSpan _period = options.Value.HeartbeatPeriod;

    /// <summary>Two thirds of a lease: what is left of it is the time to die in.</summary>
    private readonly TimeSpan _patience = dispatcherOptions.Value.LeaseDuration * 2 / 3;

    /// <summary>Beats for all shards until <paramref name="stopping"/>.</summary>
    public Task RunAsync(CancellationToken stopping) =>
        Task.WhenAll(Enumerable.Range(0, dispatcherOptions.Value.Shards).Select(shard => RunAsync(shard, stopping)));

    private async Task RunAsync(int shard, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(_period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                await BeatAsync(shard, stopping);
                if (leases.StopUnrenewed(shard, _patience) is > 0 and var stopped)
                {
                    LogFenced(shard, stopped);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task BeatAsync(int shard, CancellationToken stopping)
    {
        var running = leases.Of(shard);
        if (running.IsEmpty)
        {
            return;
        }

        try
        {
            // The answer is waited for no longer than till the next beat, as a call into a void takes longer than a lease.
            var sentAt = time.GetTimestamp();
            var lost = await dispatchers.HeartbeatAsync(shard, running).WaitAsync(_period, time, stopping);
            leases.Renew(running, sentAt);
            foreach (var lease in lost)
            {
                LogLost(lease.Id, lease.Attempt);
                leases.Stop(lease, RevocationReason.Revoked);
            }
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            LogNotHeard(exception, shard);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The dispatcher of shard {Shard} does not answer the heartbeat.")]
    private partial void LogNotHeard(Exception exception, int shard);

    [LoggerMessage(Level = LogLevel.Error, Message = "The dispatcher of shard {Shard} has not answered for too long: {Count} runs are stopped.")]
    private partial void LogFenced(int shard, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "Submission {Id}, attempt {Attempt}, is no longer this silo's: its run is stopped.")]
    private partial void LogLost(Guid id, int attempt);
}
