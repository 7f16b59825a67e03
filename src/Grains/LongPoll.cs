namespace CodeRunner.Grains;

/// <summary>Calls that wait inside a grain for something to happen.</summary>
internal static class LongPoll
{
    /// <summary>
    /// How long calls wait while the silo stops: not so long that the grain could not leave, and not so short that callers who
    /// ask again and again do nothing else.
    /// </summary>
    private static readonly TimeSpan WhileStopping = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns when <paramref name="happened"/> completes, the time is over or the silo begins to stop.</summary>
    public static async Task WaitAsync(Task happened, TimeSpan timeout, TimeProvider time, CancellationToken stopping)
    {
        var late = stopping.IsCancellationRequested;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(late ? CancellationToken.None : stopping);
        await Task.WhenAny(happened, Task.Delay(late && timeout > WhileStopping ? WhileStopping : timeout, time, over.Token));
        await over.CancelAsync();
    }
}
