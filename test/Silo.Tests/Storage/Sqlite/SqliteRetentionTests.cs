using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using CodeRunner.Storage.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using static CodeRunner.Silo.Tests.Storage.Conformance.Samples;
using static CodeRunner.Silo.Tests.Storage.Sqlite.SqliteFixture;

namespace CodeRunner.Silo.Tests.Storage.Sqlite;

public sealed class SqliteRetentionTests : IAsyncLifetime
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private SqliteFixture _storage = null!;

    public async Task InitializeAsync() => _storage = await StartAsync(null, ("Retention:BatchSize", "3"));

    public async Task DisposeAsync() => await _storage.DisposeAsync();

    [Fact]
    public async Task SweepAsync_FinishedLongAgo_DeletesBothStates()
    {
        var id = await FinishedAsync();
        _storage.Time.Advance(Day + Second);

        await _storage.Retention.SweepAsync(default);

        Assert.Null(await _storage.ReadAsync(NewId(id), "request"));
        Assert.Null(await _storage.ReadAsync(NewId(id), "result"));
    }

    [Fact]
    public async Task SweepAsync_FinishedJustNow_KeepsBothStatesHoweverOldTheRequest()
    {
        var id = NewId();
        await _storage.Grains.WriteStateAsync("request", id, Result());
        _storage.Time.Advance(Day + Day);
        await _storage.Grains.WriteStateAsync("result", id, Result());
        _storage.Time.Advance(Day - Second);

        await _storage.Retention.SweepAsync(default);

        Assert.NotNull(await _storage.ReadAsync(id, "request"));
        Assert.NotNull(await _storage.ReadAsync(id, "result"));
    }

    [Fact]
    public async Task SweepAsync_Unfinished_KeepsItHoweverOld()
    {
        var id = Guid.NewGuid();
        await _storage.Grains.WriteStateAsync("request", NewId(id), Result());
        await _storage.Pending.AddAsync(0, new QueueEntry(id, "c", Lane.Batch, 0, _storage.Time.GetUtcNow()));
        _storage.Time.Advance(Day * 100);

        await _storage.Retention.SweepAsync(default);

        Assert.NotNull(await _storage.ReadAsync(NewId(id), "request"));
        Assert.Equal([id], await _storage.PendingIdsAsync());
    }

    [Fact]
    public async Task SweepAsync_MoreThanABatch_DeletesAll()
    {
        for (var i = 0; i < 10; i++)
            await FinishedAsync();
        _storage.Time.Advance(Day + Second);

        Assert.Equal(20, await _storage.Retention.SweepAsync(default));
    }

    [Fact]
    public async Task SweepAsync_MuchDeleted_GivesTheSpaceBack()
    {
        const int SizeLeft = 40 << 20;
        for (var i = 0; i < 10; i++)
            await FinishedAsync(bytes: 8 << 20);
        _storage.Time.Advance(Day + Second);

        await _storage.Retention.SweepAsync(default);

        Assert.InRange(new FileInfo(_storage.DatabasePath).Length, 1, SizeLeft);
        Assert.Equal(0, new FileInfo(_storage.DatabasePath + "-wal").Length);
        var id = await FinishedAsync();
        Assert.NotNull(await _storage.ReadAsync(NewId(id)));
    }

    [Fact]
    public async Task RetentionService_IntervalIsOver_Sweeps()
    {
        await FinishedAsync();
        var log = new FirstMessage();
        using var service = new RetentionService(_storage.Retention, _storage.Get<IOptions<RetentionOptions>>(), _storage.Time, log);
        await service.StartAsync(default);

        _storage.Time.Advance(Day + Second);

        Assert.Contains("2 states", await log.Task, StringComparison.Ordinal);
        await service.StopAsync(default);
    }

    private async Task<Guid> FinishedAsync(int bytes = 0)
    {
        var id = Guid.NewGuid();
        await _storage.Grains.WriteStateAsync("request", NewId(id), Result());
        await _storage.Grains.WriteStateAsync("result", NewId(id), Result(bytes: bytes));
        return id;
    }

    private sealed class FirstMessage : ILogger<RetentionService>
    {
        private readonly TaskCompletionSource<string> _message = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Task => _message.Task;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _message.TrySetResult(formatter(state, exception));
    }
}
