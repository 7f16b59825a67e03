using System.Diagnostics;

namespace CodeRunner.Grains.Tests.Fakes;

internal static class TestTime
{
    /// <summary>How long a test waits for an event before it says that it never came.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Looks again and again, for what nothing can be awaited for.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, "It never came true.");
            await Task.Yield();
        }
    }

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}})"/>
    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));
}
