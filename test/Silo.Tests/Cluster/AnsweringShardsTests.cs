using CodeRunner.Grains.Execution;
using CodeRunner.Silo.Cluster;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Silo.Tests.Cluster;

/// <summary>Readiness shard by shard, and ids that belong to those that answer.</summary>
public sealed class AnsweringShardsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Lines _lines = new();
    private readonly AnsweringShards _shards;
    private readonly AwakeSilos _silos;

    // They ask and listen to nobody unless they are started.
    public AnsweringShardsTests()
    {
        _shards = new AnsweringShards(null!, null!, null!, _time, _lines);
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
        Ask(0, 1, 2, 3);
        _shards.Hear(1);
        _shards.Hear(2);
        _time.Advance(AnsweringShards.SilentAfter);

        Assert.Equal([0, 3], _shards.Silent);
        Assert.All(Enumerable.Range(0, 200).Select(_ => Shards.Of(_shards.Next(), 4)), static shard => Assert.InRange(shard, 1, 2));
        var health = await CheckAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("0, 3", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Shard_AnswersAnOldQuestion_IsThere()
    {
        Ask(0, 1);
        _time.Advance(TimeSpan.FromSeconds(1.5));
        _shards.Ask(0);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([0, 1], _shards.Silent);

        _shards.Hear(0);

        Assert.Equal([1], _shards.Silent);
    }

    // Where Redis or this process was held up, nobody was asked: that says nothing about the dispatchers.
    [Fact]
    public void Shards_NotAsked_AreNotSilent()
    {
        Ask(0, 1);
        _shards.Hear(0);
        _shards.Hear(1);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(_shards.Silent);
        Assert.False(_shards.AreLost);
        Assert.True(_shards.AnyAnswers);
    }

    [Fact]
    public async Task Shards_AllSilent_AreWaitedForBeforeTheyAreLost()
    {
        Ask(0);
        _time.Advance(AnsweringShards.LostAfter / 2);
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync()).Status);
        _time.Advance(AnsweringShards.LostAfter / 2);
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync()).Status);

        _shards.Hear(0);

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync()).Status);
    }

    [Fact]
    public void Shards_AllSilent_IdsAreStillGiven()
    {
        Ask(0, 1);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(2, Enumerable.Range(0, 200).Select(_ => Shards.Of(_shards.Next(), 2)).Distinct().Count());
    }

    [Fact]
    public async Task Pulse_NotHeard_OneShardThatAnswersIsEnough()
    {
        var check = new SilosHealthCheck(_silos, _shards);
        Assert.Equal(HealthStatus.Unhealthy, (await check.CheckHealthAsync(new HealthCheckContext())).Status);

        Ask(0, 1);
        _shards.Hear(1);
        _time.Advance(AnsweringShards.SilentAfter);

        Assert.Equal(HealthStatus.Degraded, (await check.CheckHealthAsync(new HealthCheckContext())).Status);
    }

    [Fact]
    public void Number_Changes_AllBeginAnew()
    {
        Ask(0, 1);
        _time.Advance(AnsweringShards.SilentAfter);

        _shards.Know(0);
        Assert.Equal([0, 1], _shards.Silent);
        _shards.Know(1);
        Assert.Empty(_shards.Silent);

        // An answer, or a question, of before.
        _shards.Hear(1);
        _shards.Ask(1);
        Assert.Empty(_shards.Silent);
    }

    [Fact]
    public void Silence_IsToldOnceAndItsEndToo()
    {
        Ask(0, 1);
        _shards.Hear(1);
        _time.Advance(AnsweringShards.SilentAfter);
        _shards.Report();
        _shards.Report();
        Assert.Contains("shard 0 does not answer", Assert.Single(_lines.Said), StringComparison.Ordinal);

        _shards.Hear(0);
        _shards.Report();
        _shards.Report();

        Assert.Equal(2, _lines.Said.Count);
        Assert.Contains("shard 0 answers again", _lines.Said[^1], StringComparison.Ordinal);
    }

    private void Ask(params int[] shards)
    {
        _shards.Know(shards.Length);
        foreach (var shard in shards)
            _shards.Ask(shard);
    }

    private Task<HealthCheckResult> CheckAsync()
    {
        _silos.Hear("10.0.0.1:30000");
        return new SilosHealthCheck(_silos, _shards).CheckHealthAsync(new HealthCheckContext());
    }

    /// <summary>Keeps what is logged.</summary>
    private sealed class Lines : ILogger<AnsweringShards>
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add(formatter(state, exception));
    }
}
