using CodeRunner.Sandbox.Compiling.Preambles;
using CodeRunner.Sandbox.Languages;

namespace CodeRunner.Sandbox.Tests.Compiling;

/// <summary>Which preamble is precompiled when.</summary>
public sealed class PreambleQueueTests
{
    private static readonly InstalledLanguage Language = new(BuiltInLanguages.All[0], "1.0");

    private readonly PreambleQueue _queue = new(capacity: 2, idleUses: 1, busyUses: 3);

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

    private Task<PreambleSource> TakeAsync() => _queue.TakeAsync(CancellationToken.None);
}
