using CodeRunner.Grains.Storage;
using CodeRunner.Grains.Submissions;
using CodeRunner.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Storage;
using static CodeRunner.Silo.Tests.Storage.Conformance.Samples;
using static CodeRunner.Silo.Tests.Storage.Sqlite.SqliteFixture;

namespace CodeRunner.Silo.Tests.Storage.Sqlite;

public sealed class SqliteWriterTests
{
    private const int MiB = 1 << 20;

    [Fact]
    public async Task WriteAsync_ManyWaiting_CommitsThemTogether()
    {
        await using var storage = await StartAsync();
        using var held = Hold(storage, out var gate);
        var ids = Enumerable.Range(0, 200).Select(static _ => NewId()).ToList();

        var writes = ids.Select(id => storage.Grains.WriteStateAsync("result", id, Result())).ToList();
        var before = CommitCount(storage);
        gate.Set();
        await Task.WhenAll(writes);

        Assert.InRange(CommitCount(storage) - before, 1, 3);
    }

    [Fact]
    public async Task WriteAsync_OneOfAGroupConflicts_TheOthersAreStored()
    {
        await using var storage = await StartAsync();
        var taken = NewId();
        await storage.Grains.WriteStateAsync("result", taken, Result());
        using var held = Hold(storage, out var gate);
        var before = storage.Grains.WriteStateAsync("result", NewId(), Result());
        var conflict = storage.Grains.WriteStateAsync("result", taken, Result());
        var after = storage.Grains.WriteStateAsync("result", NewId(), Result());

        gate.Set();

        await before;
        await after;
        await Assert.ThrowsAsync<InconsistentStateException>(() => conflict);
    }

    [Fact]
    public async Task WriteAsync_OneOfAGroupBreaksTheTransaction_TheOthersAreStored()
    {
        await using var storage = await StartAsync();
        using var held = Hold(storage, out var gate);
        var (first, last) = (NewId(), NewId());
        var before = storage.Grains.WriteStateAsync("result", first, Result());
        var broken = storage.Writer.WriteAsync(static session => session.Execute("INSERT INTO pending (id) VALUES ('incomplete')"));
        var after = storage.Grains.WriteStateAsync("result", last, Result());

        gate.Set();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => broken);
        await Task.WhenAll(before, after);
        Assert.NotNull(await storage.ReadAsync(first));
        Assert.NotNull(await storage.ReadAsync(last));
    }

    [Fact]
    public async Task WriteAsync_OperationThrows_ItsCallerGetsThatAndTheNextGoesOn()
    {
        await using var storage = await StartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => storage.Writer.WriteAsync<int>(static _ => throw new InvalidOperationException("a mistake")));

        await storage.Grains.WriteStateAsync("result", NewId(), Result());
    }

    [Fact]
    public async Task WriteAsync_QueueIsFull_WaitsForRoom()
    {
        await using var storage = await StartAsync(null, ("Storage:WriteQueueMiB", "1"));
        using var held = Hold(storage, out var gate);
        var ids = Enumerable.Range(0, 8).Select(static _ => NewId()).ToList();

        var writes = ids.Select(id => storage.Grains.WriteStateAsync("result", id, Result(bytes: MiB / 2))).ToList();
        var queued = storage.Writer.Queued;
        gate.Set();
        await Task.WhenAll(writes);

        Assert.InRange(queued, 1, 2);
    }

    [Fact]
    public async Task WriteAsync_HeavierThanTheWholeQueue_IsStored()
    {
        await using var storage = await StartAsync(null, ("Storage:WriteQueueMiB", "1"));
        var id = NewId();

        await storage.Grains.WriteStateAsync("result", id, Result(bytes: 3 * MiB));

        Assert.Equal(3 * MiB, (await storage.ReadAsync(id))?.Tests[0].Stdout.Length);
    }

    [Fact]
    public async Task WriteAsync_DiskFull_RefusesWhatHasNoRoomAndRecovers()
    {
        await using var storage = await StartAsync(null, ("Storage:MaximumSizeMiB", "2"));
        var (large, small) = (NewId(), NewId());
        using var held = Hold(storage, out var gate);
        var tooLarge = storage.Grains.WriteStateAsync("result", large, Result(bytes: 4 * MiB));
        var fits = storage.Grains.WriteStateAsync("result", small, Result());
        gate.Set();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => tooLarge);
        await fits;
        Assert.Null(await storage.ReadAsync(large));
        await storage.Grains.WriteStateAsync("result", large, Result(bytes: MiB));

        Assert.NotNull(await storage.ReadAsync(large));
    }

    [Fact]
    public async Task WriteAsync_AnotherProgramHasTheLock_FailsThenRecovers()
    {
        await using var storage = await StartAsync(null, ("Storage:BusyTimeout", "00:00:01"));
        var id = NewId();
        await using (var other = storage.Connect())
        {
            await using var transaction = await other.BeginTransactionAsync();

            var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => storage.Grains.WriteStateAsync("result", id, Result()));

            Assert.IsType<SqliteException>(failure.InnerException);
            Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(storage));
        }

        await storage.Grains.WriteStateAsync("result", id, Result());
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(storage));
    }

    [Fact]
    public async Task WriteAsync_AfterDispose_IsRefused()
    {
        await using var storage = await StartAsync();
        await storage.Writer.DisposeAsync();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => storage.Grains.WriteStateAsync("result", NewId(), Result()));
    }

    [Fact]
    public async Task DisposeAsync_WithWritesQueued_StoresThem()
    {
        await using var storage = await StartAsync();
        using var held = Hold(storage, out var gate);
        var writes = Enumerable.Range(0, 20).Select(_ => storage.Grains.WriteStateAsync("result", NewId(), Result())).ToList();

        var disposing = storage.Writer.DisposeAsync().AsTask();
        gate.Set();
        await disposing;

        Assert.All(writes, static write => Assert.True(write.IsCompletedSuccessfully));
    }

    // Keeps the writer busy until the gate is set, so that what comes meanwhile forms one group.
    private static ManualResetEventSlim Hold(SqliteFixture storage, out ManualResetEventSlim gate)
    {
        using var busy = new ManualResetEventSlim();
        var held = gate = new ManualResetEventSlim();
        _ = storage.Writer.MaintainAsync(_ =>
        {
            busy.Set();
            held.Wait();
            return 0;
        });
        busy.Wait();
        return held;
    }

    private static long CommitCount(SqliteFixture storage) => storage.Writer.Commits;

    private static async Task<HealthStatus> HealthAsync(SqliteFixture storage) =>
        (await storage.Get<HealthCheckService>().CheckHealthAsync(static check => check.Tags.Contains("ready"))).Status;
}
