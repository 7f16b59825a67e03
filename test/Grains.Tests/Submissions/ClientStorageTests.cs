using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using CodeRunner.Grains.Submissions;
using CodeRunner.Grains.Tests.Fakes;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Grains.Tests.Submissions;

public sealed class ClientStorageTests
{
    private const int MiB = 1 << 20;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new(Some.Moment);
    private readonly FakeStoredBytes _stored = new();
    private readonly ClientStorage _clients;

    public ClientStorageTests() =>
        _clients = new(
            _stored, _stored, Options.Create(new SubmissionOptions { ClientStoredMiB = 10, ClientStoredRetryAfter = TimeSpan.FromSeconds(7) }), _time);

    [Fact]
    public async Task TryBeginAsync_BeyondTheBound_IsRefusedWithBoundAndTime()
    {
        _stored.Clients["ann"] = 9 * MiB;

        Assert.Null(await _clients.TryBeginAsync("ann", MiB));
        Assert.Equal(new Rejection(RejectionReason.ClientStorageFull, TimeSpan.FromSeconds(7), 10), await _clients.TryBeginAsync("ann", 1));
        Assert.Null(await _clients.TryBeginAsync("ben", 10 * MiB));
    }

    [Fact]
    public async Task TryBeginAsync_ManyAtOnce_NeverPassTheBound()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => _clients.TryBeginAsync("ann", MiB))));

        Assert.Equal(10, outcomes.Count(static outcome => outcome is null));
        Assert.Equal(1, _stored.Reads);
    }

    [Fact]
    public async Task End_Stored_CountsUntilTheStoreSaysMore()
    {
        Assert.Null(await _clients.TryBeginAsync("ann", 6 * MiB));
        _clients.End("ann", 6 * MiB, isStored: true);
        Assert.NotNull(await _clients.TryBeginAsync("ann", 5 * MiB));

        // The store has it too by now: it counts once.
        _stored.Clients["ann"] = 6 * MiB;
        _time.Advance(Second);
        Assert.Null(await _clients.TryBeginAsync("ann", 4 * MiB));
    }

    [Fact]
    public async Task End_NotStored_GivesTheRoomBack()
    {
        Assert.Null(await _clients.TryBeginAsync("ann", 10 * MiB));
        _clients.End("ann", 10 * MiB, isStored: false);

        Assert.Null(await _clients.TryBeginAsync("ann", 10 * MiB));
    }

    [Fact]
    public async Task TryBeginAsync_StoreDeletedSome_HasRoomAfterASecond()
    {
        _stored.Clients["ann"] = 10 * MiB;
        Assert.NotNull(await _clients.TryBeginAsync("ann", MiB));
        _stored.Clients["ann"] = 0;
        Assert.NotNull(await _clients.TryBeginAsync("ann", MiB));

        _time.Advance(Second);

        Assert.Null(await _clients.TryBeginAsync("ann", MiB));
    }

    [Fact]
    public async Task TryBeginAsync_OthersLongGone_AreForgotten()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Null(await _clients.TryBeginAsync($"client {i}", 1));
            _clients.End($"client {i}", 1, isStored: true);
        }

        _time.Advance(Second);
        Assert.Null(await _clients.TryBeginAsync("ann", 1));

        Assert.Equal(1, _clients.Accounts);
    }

    [Fact]
    public async Task TryBeginAsync_StoreAwayThenBack_ReadsAgain()
    {
        _stored.IsAway = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _clients.TryBeginAsync("ann", 1));

        _stored.IsAway = false;

        Assert.Null(await _clients.TryBeginAsync("ann", 1));
    }

    [Fact]
    public async Task SubmitAsync_ClientHasTooMuchStored_IsRefusedAndNothingIsStored()
    {
        await using var cluster = await new GrainsCluster
        {
            Slots = 0,
            Stored = _stored,
            Dispatching = static options => options.ClientQueueLimit = 1,
            Submitting = static options => options.ClientStoredMiB = 1,
        }.StartAsync();
        _stored.Clients["ann"] = MiB;

        // Twice: a refused one has no place in the queue either.
        for (var i = 0; i < 2; i++)
        {
            var submission = cluster.Submission(Guid.NewGuid());
            Assert.Equal(RejectionReason.ClientStorageFull, (await submission.SubmitAsync(Some.Request(Some.Code())))?.Reason);
            Assert.Null(await submission.GetAsync());
            Assert.False(cluster.Index.Contains(submission.GetPrimaryKey()));
        }

        await cluster.SubmitAsync(Some.Code(), "ben");
    }

    /// <summary>What was accepted has its verdict in any case, and of what was written as much as there is room for.</summary>
    [Theory]
    [InlineData(true, 4 << 10)]
    [InlineData(false, 100 << 10)]
    public async Task CompleteAsync_ClientHasTooMuchStored_KeepsExcerpts(bool isOver, int kept)
    {
        await using var cluster = await StartAsync();
        var (large, small) = (Some.Code(), Some.Code());
        var submission = await cluster.SubmitAsync(large);
        var other = await cluster.SubmitAsync(small);
        var run = await cluster.Runner.NextAsync(large);
        _stored.Clients["ann"] = isOver ? MiB : 0;
        _time.Advance(Second);

        run.Finish(Some.Result(Verdict.WrongAnswer) with { Tests = [Wrote(100 << 10)] });
        (await cluster.Runner.NextAsync(small)).Finish(Some.Result(Verdict.Accepted) with { Tests = [Wrote(10 << 10)] });

        var result = await GrainsCluster.ResultAsync(submission);
        var test = Assert.Single(result.Tests);
        Assert.Equal((Verdict.WrongAnswer, kept, isOver), (result.Verdict, test.Stdout.Length, test.StdoutTruncated));
        Assert.False(test.StderrTruncated);
        Assert.Equal(10 << 10, (await GrainsCluster.ResultAsync(other)).Tests[0].Stdout.Length);
    }

    [Fact]
    public async Task TryBeginResultAsync_StoreIsNearlyFull_HasNoRoomForAnybody()
    {
        Assert.True(await _clients.TryBeginResultAsync("ann", 1));

        _stored.IsScarce = true;

        Assert.False(await _clients.TryBeginResultAsync("ann", 1));
    }

    private static TestResult Wrote(int bytes) => Some.Test(Verdict.Accepted) with { Stdout = new Blob(new byte[bytes]) };

    private Task<GrainsCluster> StartAsync() => new GrainsCluster
    {
        Slots = 2,
        Time = _time,
        Stored = _stored,
        Submitting = static options => options.ClientStoredMiB = 1,
    }.StartAsync();
}
