using CodeRunner.Contracts.Execution;
using CodeRunner.Grains.Execution;
using CodeRunner.Storage.Redis;
using StackExchange.Redis;

namespace CodeRunner.Silo.Cluster;

/// <summary>
/// Asks every dispatcher again and again whether it is there. One whose silo is frozen doesn't answer until it has come up elsewhere; meanwhile
/// new submissions get ids that belong to others. Ids that a client's key decides stay where they belong, and wait.
/// </summary>
internal sealed partial class AnsweringShards(
    IGrainFactory grains, RedisConnection redis, RedisKeys keys, TimeProvider time, ILogger<AnsweringShards> logger) : BackgroundService, ISubmissionIds
{
    /// <summary>A shard that leaves a question unanswered for so long gets no new submissions.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(2);

    /// <summary>How long all may be silent before the gateway is no longer ready: longer than a dispatcher takes to come up elsewhere.</summary>
    public static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Ids that are tried before any will do: with half of the shards silent each is as good as certain to find one of the others.</summary>
    private const int Tries = 64;

    private readonly Lock _gate = new();

    /// <summary>None before their number is known.</summary>
    private Shard[] _shards = [];

    /// <summary>The shards that don't answer.</summary>
    public IReadOnlyList<int> Silent
    {
        get
        {
            lock (_gate)
                return [.. Enumerable.Range(0, _shards.Length).Where(shard => IsSilent(_shards[shard], SilentAfter))];
        }
    }

    /// <summary>Whether some shard has answered, and is not silent.</summary>
    public bool AnyAnswers
    {
        get
        {
            lock (_gate)
                return _shards.Any(shard => shard.HasAnswered && !IsSilent(shard, SilentAfter));
        }
    }

    /// <summary>Whether there are shards, and all have been silent for long.</summary>
    public bool AreLost
    {
        get
        {
            lock (_gate)
                return _shards.Length > 0 && _shards.All(shard => IsSilent(shard, LostAfter));
        }
    }

    /// <inheritdoc/>
    public Guid Next()
    {
        var id = Guid.NewGuid();
        lock (_gate)
        {
            if (_shards.Length > 1)
            {
                for (var i = 1; i < Tries && IsSilent(_shards[Shards.Of(id, _shards.Length)], SilentAfter); i++)
                    id = Guid.NewGuid();
            }
        }

        return id;
    }

    /// <summary>Takes the number of shards; nothing changes where it is known already, or is 0 as no silo has said it.</summary>
    internal void Know(int shards)
    {
        lock (_gate)
        {
            if (shards > 0 && shards != _shards.Length)
                _shards = [.. Enumerable.Range(0, shards).Select(static _ => new Shard())];
        }
    }

    /// <summary>A shard is asked.</summary>
    internal void Ask(int shard)
    {
        lock (_gate)
        {
            if (shard < _shards.Length)
                _shards[shard].UnansweredSince ??= time.GetTimestamp();
        }
    }

    /// <summary>A shard has answered, whichever question it was: one that is only slow is there.</summary>
    internal void Hear(int shard)
    {
        lock (_gate)
        {
            if (shard >= _shards.Length)
                return;
            _shards[shard].HasAnswered = true;
            _shards[shard].UnansweredSince = null;
        }
    }

    /// <summary>Tells once of every shard that fell silent, and once that it answers again.</summary>
    internal void Report()
    {
        lock (_gate)
        {
            for (var shard = 0; shard < _shards.Length; shard++)
            {
                var isSilent = IsSilent(_shards[shard], SilentAfter);
                if (isSilent == _shards[shard].IsReported)
                    continue;
                _shards[shard].IsReported = isSilent;
                if (isSilent)
                    LogSilent(shard);
                else
                    LogAnswers(shard);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var reading = Task.CompletedTask;
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            // Nobody waits for Redis with the questions: a Redis that is slow says nothing about the dispatchers.
            if (reading.IsCompleted)
                reading = ReadNumberAsync();
            for (var shard = 0; shard < _shards.Length; shard++)
                _ = AskAsync(shard);
            Report();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ReadNumberAsync()
    {
        try
        {
            Know((int)await redis.Database.StringGetAsync(keys.Shards));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or InvalidOperationException or OperationCanceledException)
        {
            // Then it is as before.
        }
    }

    private async Task AskAsync(int shard)
    {
        Ask(shard);
        try
        {
            await grains.GetGrain<IDispatcherGrain>(shard).GetStatusAsync().WaitAsync(LostAfter, time);
            Hear(shard);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException or ArgumentException or InvalidOperationException)
        {
            // It was not heard.
        }
    }

    private bool IsSilent(Shard shard, TimeSpan silence) => shard.UnansweredSince is { } since && time.GetElapsedTime(since) >= silence;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The dispatcher of shard {Shard} does not answer; new submissions go to other shards, or wait where there is none.")]
    private partial void LogSilent(int shard);

    [LoggerMessage(Level = LogLevel.Information, Message = "The dispatcher of shard {Shard} answers again.")]
    private partial void LogAnswers(int shard);

    private sealed class Shard
    {
        /// <summary>When the first question since its last answer was asked, as a timestamp of the clock; null when there is none.</summary>
        public long? UnansweredSince { get; set; }

        public bool HasAnswered { get; set; }

        public bool IsReported { get; set; }
    }
}
