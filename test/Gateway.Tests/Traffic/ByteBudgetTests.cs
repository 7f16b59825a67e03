using CodeRunner.Gateway.Traffic;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Gateway.Tests.Traffic;

public sealed class ByteBudgetTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly ByteBudget _budget;

    public ByteBudgetTests() => _budget = new(capacity: 100, share: 60, _patience, _time);

    [Fact]
    public async Task Take_ShareOfAClientIsFull_RefusesItAfterThePatienceAndNobodyElse()
    {
        using var mine = await _budget.TakeAsync("one", 50, CancellationToken.None);
        var more = _budget.TakeAsync("one", 50, CancellationToken.None).AsTask();
        using var others = await _budget.TakeAsync("two", 50, CancellationToken.None);

        Assert.False(more.IsCompleted);
        _time.Advance(_patience);

        Assert.Null(await more);
        Assert.NotNull(others);
        Assert.True(_budget.IsShareFull("one", 50));
        Assert.False(_budget.IsShareFull("two", 10));
    }

    [Fact]
    public async Task Take_RoomIsGivenBack_GoesToWhoWaitedLongest()
    {
        var mine = await _budget.TakeAsync("one", 60, CancellationToken.None);
        var large = _budget.TakeAsync("two", 50, CancellationToken.None).AsTask();
        var small = _budget.TakeAsync("three", 10, CancellationToken.None).AsTask();

        Assert.False(small.IsCompleted);
        mine!.Dispose();
        mine.Dispose();

        using var first = await large;
        using var second = await small;
        Assert.Equal(60, _budget.Used);
    }

    [Fact]
    public async Task Take_WaiterGoesAway_LetsThoseBehindItIn()
    {
        using var mine = await _budget.TakeAsync("one", 60, CancellationToken.None);
        using var gone = new CancellationTokenSource();
        var large = _budget.TakeAsync("two", 50, gone.Token).AsTask();
        var small = _budget.TakeAsync("three", 10, CancellationToken.None).AsTask();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        (await small)!.Dispose();
        Assert.Equal(60, _budget.Used);
    }

    [Fact]
    public async Task Take_MoreThanTheShare_IsTakenAsAllOfIt()
    {
        using var mine = await _budget.TakeAsync("one", 1000, CancellationToken.None);

        Assert.Equal(60, _budget.Used);
    }
}
