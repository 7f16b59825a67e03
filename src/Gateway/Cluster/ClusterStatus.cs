using CodeRunner.Contracts.Cluster;
using CodeRunner.Contracts.Execution;
using CodeRunner.Gateway.Options;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Cluster;

/// <summary>Asks the cluster how it is, at most once in a while, however many want to know.</summary>
internal sealed partial class ClusterStatus(EngineGrains grains, IOptions<GatewayOptions> options, TimeProvider time, ILogger<ClusterStatus> logger)
{
    private readonly GatewayOptions _options = options.Value;
    private readonly Lock _gate = new();
    private Task<ClusterResponse>? _last;
    private long _askedAt;

    /// <summary>The cluster as it is, or was a moment ago.</summary>
    /// <exception cref="TimeoutException">The cluster does not answer.</exception>
    public Task<ClusterResponse> GetAsync()
    {
        lock (_gate)
        {
            // Those who come while it is being asked get the same answer.
            var isFresh = _last is { IsCompleted: false } || (_last is { IsCompletedSuccessfully: true } && time.GetElapsedTime(_askedAt) < _options.ClusterCache);
            if (!isFresh)
            {
                _askedAt = time.GetTimestamp();
                _last = AskAsync();
            }

            return _last!;
        }
    }

    private async Task<ClusterResponse> AskAsync()
    {
        var report = await grains.Get<IClusterGrain>(0).GetAsync().WaitAsync(_options.ClusterTimeout, time);
        var queues = await Task.WhenAll(Enumerable.Range(0, report.Shards).Select(AskAsync));
        return report.ToResponse(queues, time.GetUtcNow());
    }

    private async Task<QueueStatus?> AskAsync(int shard)
    {
        try
        {
            return await grains.Get<IDispatcherGrain>(shard).GetStatusAsync().WaitAsync(_options.ClusterTimeout, time);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            LogUnreachable(exception, shard);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Debug, "The dispatcher of shard {Shard} does not say how long its queue is.")]
    private partial void LogUnreachable(Exception exception, int shard);
}
