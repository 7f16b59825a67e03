using System.Net;
using CodeRunner.Storage.Redis;
using StackExchange.Redis;

namespace CodeRunner.Silo.Cluster;

/// <summary>
/// Says on a channel of Redis, again and again, that this silo is awake. A silo that is frozen keeps its connections, so that nobody could
/// tell it from one that has nothing to say before the others have declared it dead.
/// </summary>
internal sealed partial class SiloPulse(RedisConnection redis, RedisKeys keys, ILocalSiloDetails silo, TimeProvider time, ILogger<SiloPulse> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>How often it says so.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <summary>How a silo is named: by the address that gateways reach it at.</summary>
    public static string Name(IPEndPoint gateway) => gateway.ToString();

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(SiloPulse),
        ServiceLifecycleStage.Active,
        _ =>
        {
            _running = Task.Run(RunAsync, CancellationToken.None);
            return Task.CompletedTask;
        },
        async _ =>
        {
            await _stopping.CancelAsync();
            await _running;
        });

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync()
    {
        if (silo.GatewayAddress?.Endpoint is not { } gateway)
            return;
        var name = Name(gateway);
        using var timer = new PeriodicTimer(Period, time);
        var failed = false;
        try
        {
            do
            {
                try
                {
                    await redis.Multiplexer.GetSubscriber().PublishAsync(keys.Pulse, name).WaitAsync(Period * 4, time, _stopping.Token);
                    failed = false;
                }
                catch (Exception exception) when (
                    exception is RedisException or TimeoutException or ObjectDisposedException || (exception is OperationCanceledException && !_stopping.IsCancellationRequested))
                {
                    if (!failed)
                        LogNotSaid(exception);
                    failed = true;
                }
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Gateways can't be told that this silo is awake; they find out with their calls.")]
    private partial void LogNotSaid(Exception exception);
}
