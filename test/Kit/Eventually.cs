using System.Diagnostics;

namespace CodeRunner.Kit;

/// <summary>
/// Waits for what nobody announces: processes of the kernel, folders, a port. Everything else is awaited.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until the answer is null, which means that all is well, or the time is over.</summary>
    /// <returns>Null, or the last complaint.</returns>
    public static async Task<string?> SettlesAsync(Func<string?> complaint, TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var last = complaint();
            if (last is null || clock.Elapsed > within)
            {
                return last;
            }

            await Task.Delay(Interval);
        }
    }

    /// <summary>Asks until the answer is yes.</summary>
    /// <returns>Whether it was within the time.</returns>
    public static async Task<bool> IsTrueAsync(Func<Task<bool>> condition, TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > within)
            {
                return false;
            }

            await Task.Delay(Interval);
        }

        return true;
    }
}
