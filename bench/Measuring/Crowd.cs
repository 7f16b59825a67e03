using System.Diagnostics;

namespace CodeRunner.Bench.Measuring;

/// <summary>Does the same thing many times, several at a time.</summary>
internal static class Crowd
{
    /// <summary>What a crowd's work came to.</summary>
    /// <param name="Elapsed">From the first start to the last end.</param>
    /// <param name="Latencies">Milliseconds that each took, in no order.</param>
    internal sealed record Work(TimeSpan Elapsed, IReadOnlyList<double> Latencies)
    {
        public double PerSecond => Latencies.Count / Elapsed.TotalSeconds;
    }

    /// <summary>Does an action <paramref name="count"/> times with <paramref name="workers"/> at it.</summary>
    public static async Task<Work> RunAsync(int workers, int count, Func<Task> action)
    {
        var left = count;
        return await MeasureAsync(workers, () => Interlocked.Decrement(ref left) >= 0, action);
    }

    /// <summary>Does an action again and again for a while with <paramref name="workers"/> at it.</summary>
    public static async Task<Work> RunAsync(int workers, TimeSpan time, Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        return await MeasureAsync(workers, () => Stopwatch.GetElapsedTime(start) < time, action);
    }

    private static async Task<Work> MeasureAsync(int workers, Func<bool> takesOne, Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        // Threads of their own, so that actions may block.
        var latencies = await Task.WhenAll(Enumerable.Range(0, workers)
            .Select(_ => Task.Factory.StartNew(() => WorkAsync(takesOne, action), TaskCreationOptions.LongRunning).Unwrap()));
        return new Work(Stopwatch.GetElapsedTime(start), [.. latencies.SelectMany(static own => own)]);
    }

    private static async Task<List<double>> WorkAsync(Func<bool> takesOne, Func<Task> action)
    {
        var latencies = new List<double>();
        while (takesOne())
        {
            var began = Stopwatch.GetTimestamp();
            await action();
            latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return latencies;
    }
}
