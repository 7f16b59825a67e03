using System.Collections.Concurrent;
using System.Net;
using CodeRunner.Grains.Resilience;
using CodeRunner.Storage.Redis;
using StackExchange.Redis;

namespace CodeRunner.Silo.Cluster;

/// <summary>Listens to the pulse of all silos, so that a gateway knows within two seconds which of them is frozen.</summary>
internal sealed partial class AwakeSilos(RedisConnection redis, RedisKeys keys, RetryPolicy retries, TimeProvider time, ILogger<AwakeSilos> logger) : BackgroundService
{
    /// <summary>A silo that has not been heard for so long is gone round: three of its beats.</summary>
    public static readonly TimeSpan SilentAfter = SiloPulse.Period * 3;

    /// <summary>After that a silo that says nothing is forgotten: it was stopped, or is no longer in the list either.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, long> _heardAt = new();
    private readonly Lock _gate = new();

    /// <summary>Whether any silo was heard just now.</summary>
    public bool IsAnyAwake => _heardAt.Values.Any(heardAt => time.GetElapsedTime(heardAt) < SilentAfter);

    /// <summary>Whether a silo that was heard before has fallen silent. One that was never heard has not.</summary>
    /// <param name="gateway">The address that gateways reach it at.</param>
    public bool IsSilent(IPEndPoint gateway) => _heardAt.TryGetValue(SiloPulse.Name(gateway), out var heardAt) && time.GetElapsedTime(heardAt) >= SilentAfter;

    /// <summary>A silo was heard.</summary>
    internal void Hear(string silo)
    {
        lock (_gate)
        {
            // Where nobody was heard for a while it was this process that didn't listen, or Redis: that says nothing about the others.
            if (!IsAnyAwake)
            {
                foreach (var (other, heardAt) in _heardAt)
                {
                    if (time.GetElapsedTime(heardAt) < Memory)
                        _heardAt[other] = time.GetTimestamp();
                    else
                        _heardAt.TryRemove(other, out _);
                }
            }

            _heardAt[silo] = time.GetTimestamp();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Both start at the same time, so the connection may not be there yet.
        await retries.ExecuteAsync(
            async () =>
            {
                await redis.Multiplexer.GetSubscriber().SubscribeAsync(keys.Pulse, (_, silo) => Hear(silo.ToString()));
                return true;
            },
            Timeout.InfiniteTimeSpan,
            static exception => exception is RedisException or TimeoutException or InvalidOperationException,
            LogNotListening,
            stoppingToken);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The pulse of the silos can't be listened to yet.")]
    private partial void LogNotListening(Exception exception);
}
