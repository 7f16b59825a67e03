using CodeRunner.Grains.Execution;
using CodeRunner.Silo.Cluster;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Silo.Tests.Cluster;

/// <summary>Readiness shard by shard, and ids that belong to those that answer.</summary>
public sealed class AnsweringShardsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly AnsweringShards _shards;
    private readonly AwakeSilos _silos;

    // They ask and listen to nobody unless they are started.
    public AnsweringShardsTests()
    {
        _shards = new AnsweringShards(null!, null!, null!, _time);
        _silos = new AwakeSilos(null!, null!, null!, _time, null!);
    }

    public void Dispose()
    {
        _shards.Dispose();
        _silos.Dispose();
    }

    [Fact]
    public async Task Shards_Unknown_AreNoReason()
    {
        Assert.Equal(4, _shards.Next().Version);
        Assert.False(_shards.AreLost);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync()).Status);
    }

    [Fact]
    public async Task Shards_SomeSilent_GetNoNewSubmissions()
    {
        _shards.Know(4);
        _time.Advance(TimeSpan.FromSeconds(3));
        _shards.Hear(1);
        _shards.Hear(2);

        Assert.Equal([0, 3], _shards.Silent);
        Assert.All(Enumerable.Range(0, 200).Select(_ => Shards.Of(_shards.Next(), 4)), static shard => Assert.InRange(shard, 1, 2));
        var health = await CheckAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("0, 3", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shards_AllSilent_AreWaitedForBeforeTheyAreLost()
    {
        _shards.Know(1);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync()).Status);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync()).Status);

        _shards.Hear(0);

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync()).Status);
    }

    [Fact]
    public void Shards_AllSilent_IdsAreStillGiven()
    {
        _shards.Know(2);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(2, Enumerable.Range(0, 200).Select(_ => Shards.Of(_shards.Next(), 2)).Distinct().Count());
    }

    private Task<HealthCheckResult> CheckAsync()
    {
        _silos.Hear("10.0.0.1:30000");
        return new SilosHealthCheck(null!, _silos, _shards).CheckHealthAsync(new HealthCheckContext());
    }
}
