using Microsoft.Extensions.Options;

namespace CodeRunner.Storage.Redis;

/// <summary>Connects to Redis before anything else starts, so that what is wrong with it is the first thing said.</summary>
internal sealed class RedisStartup(RedisConnection redis, IOptions<RedisSettings> settings, TimeProvider time) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await redis.ConnectAsync(cancellationToken);
        await CheckClockAsync();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The list of silos holds times of each silo's own clock; one that is far off takes the others for dead, or is taken for it.
    private async Task CheckClockAsync()
    {
        var answer = await redis.Database.ExecuteAsync("TIME");
        var theirs = DateTimeOffset.FromUnixTimeSeconds((long)answer[0]);
        var ours = time.GetUtcNow();
        if ((ours - theirs).Duration() > settings.Value.MaximumClockSkew)
        {
            throw new ClusterException(
                $"The clock of this machine says {ours:u}, that of Redis at {redis.Where} says {theirs:u}: set the one that is wrong, "
                + $"or allow more than {settings.Value.MaximumClockSkew} between them with {RedisSettings.Section}:{nameof(RedisSettings.MaximumClockSkew)}.");
        }
    }
}
