using CodeRunner.Toolchains.CFamily;
using CodeRunner.Toolchains.CFamily.Preambles;
using CodeRunner.Toolchains.Catalog;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Toolchains.Tests.CFamily.Preambles;

/// <summary>Which preamble is precompiled when.</summary>
public sealed class PreambleQueueTests
{
    private static readonly InstalledLanguage Language = new(BuiltInLanguages.All[0], "1.0");

    private static readonly PreambleQueueBounds Bounds = new(Waiting: 2, IdleUses: 1, BusyUses: 3);

    private readonly FakeTimeProvider _time = new();
    private readonly PreambleQueue _queue;

    public PreambleQueueTests() => _queue = new PreambleQueue(Bounds, _time);

    [Fact]
    public async Task TakeAsync_Idle_GivesTheOneAskedForMostOften()
    {
        _queue.Add(Source("map"));
        _queue.Add(Source("set"));
        _queue.Add(Source("set"));

        Assert.Equal(Source("set").Key, (await TakeAsync()).Key);
        Assert.Equal(Source("map").Key, (await TakeAsync()).Key);
    }

    [Fact]
    public async Task TakeAsync_Compiling_WaitsUntilItIsIdle()
    {
        _queue.Enter();
        _queue.Add(Source("map"));
        var taken = TakeAsync();
        Assert.False(taken.IsCompleted);

        _queue.Leave();

        Assert.Equal(Source("map").Key, (await taken).Key);
    }

    [Fact]
    public async Task TakeAsync_CompilingButAskedForOften_IsGivenOut()
    {
        _queue.Enter();
        _queue.Add(Source("map"));
        _queue.Add(Source("map"));
        var taken = TakeAsync();
        Assert.False(taken.IsCompleted);

        _queue.Add(Source("map"));

        Assert.Equal(Source("map").Key, (await taken).Key);
    }

    [Fact]
    public async Task Add_MoreThanItHolds_ForgetsTheOneAskedForLeastRecently()
    {
        _queue.Add(Source("map"));
        _queue.Add(Source("set"));
        _queue.Add(Source("map"));
        _queue.Add(Source("list"));

        Assert.Equal(Source("map").Key, (await TakeAsync()).Key);
        Assert.Equal(Source("list").Key, (await TakeAsync()).Key);
        using var cancelled = new CancellationTokenSource();
        var none = _queue.TakeAsync(cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => none);
    }

    [Fact]
    public async Task Add_OneClientsMoreThanItsPart_TakesNoPlaceOfOthers()
    {
        var queue = new PreambleQueue(Bounds with { Waiting = 3, ClientWaiting = 2 }, _time);
        queue.Add(Source("map"), "modest");
        foreach (var header in (string[])["set", "list", "deque", "array"])
            queue.Add(Source(header), "greedy");

        string[] taken = [(await queue.TakeAsync(default)).Source.Key, (await queue.TakeAsync(default)).Source.Key, (await queue.TakeAsync(default)).Source.Key];

        Assert.Equal([Source("map").Key, Source("deque").Key, Source("array").Key], taken);
    }

    [Fact]
    public async Task TakeAsync_ClientThatHadItsBuildsOfTheHour_WaitsForTheNext()
    {
        var queue = new PreambleQueue(Bounds with { ClientBuilds = 1 }, _time);
        queue.Add(Source("map"), "greedy");
        queue.Add(Source("set"), "greedy");
        await queue.TakeAsync(default);
        var next = queue.TakeAsync(default);
        queue.Add(Source("list"), "greedy");
        Assert.False(next.IsCompleted);

        queue.Add(Source("array"), "modest");
        Assert.Equal(Source("array").Key, (await next).Source.Key);

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Source("set").Key, (await queue.TakeAsync(default)).Source.Key);
    }

    [Fact]
    public async Task Add_ByAnotherClientThanTheOneThatMustWait_IsGivenOut()
    {
        var queue = new PreambleQueue(Bounds with { ClientBuilds = 1 }, _time);
        queue.Add(Source("map"), "greedy");
        queue.Add(Source("set"), "greedy");
        await queue.TakeAsync(default);

        queue.Add(Source("set"), "modest");

        Assert.Equal(Source("set").Key, (await queue.TakeAsync(default)).Source.Key);
    }

    [Fact]
    public async Task Add_ByTheServerItself_HasNoBoundOfItsOwn()
    {
        var queue = new PreambleQueue(Bounds with { ClientBuilds = 1, ClientWaiting = 1 }, _time);
        queue.Add(Source("map"));
        queue.Add(Source("set"));

        Assert.Equal(Source("map").Key, (await queue.TakeAsync(default)).Source.Key);
        Assert.Equal(Source("set").Key, (await queue.TakeAsync(default)).Source.Key);
    }

    [Fact]
    public async Task AddCheck_WhileCompiling_IsGivenOutFirstAndOnce()
    {
        _queue.Enter();
        _queue.Add(Source("map"));
        _queue.AddCheck(Source("set"));
        _queue.AddCheck(Source("set"));

        var check = await _queue.TakeAsync(default);
        _queue.Leave();
        var build = await _queue.TakeAsync(default);

        Assert.Equal((Source("set").Key, true), (check.Source.Key, check.IsCheck));
        Assert.Equal((Source("map").Key, false), (build.Source.Key, build.IsCheck));
    }

    [Fact]
    public void Of_AnyDifference_IsAnotherKey()
    {
        string[] keys =
        [
            Of(["map"], [], "c++20", "t"), Of(["map", "set"], [], "c++20", "t"), Of(["set", "map"], [], "c++20", "t"), Of(["map"], ["-O3"], "c++20", "t"),
            Of(["map"], [], "c++17", "t"), Of(["map"], [], "c++20", "u"),
            PreambleSource.Of(Language with { Version = "1.1" }, ["map"], [], "c++20", "t").Key,
            // Its compiler may be in another image.
            PreambleSource.Of(Language with { Language = Language.Language with { Id = "other" } }, ["map"], [], "c++20", "t").Key,
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());

        static string Of(string[] headers, string[] options, string standard, string toolchain) =>
            PreambleSource.Of(Language, [.. headers], [.. options], standard, toolchain).Key;
    }

    private static PreambleSource Source(string header) => PreambleSource.Of(Language, [header], [], "c++20", "t");

    private async Task<PreambleSource> TakeAsync() => (await _queue.TakeAsync(CancellationToken.None)).Source;
}
