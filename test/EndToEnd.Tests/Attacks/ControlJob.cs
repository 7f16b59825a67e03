using System.Diagnostics;

namespace CodeRunner.EndToEnd.Tests.Attacks;

/// <summary>
/// An honest job that runs beside every attack: it must be accepted, and hardly later than when it is alone. Its source,
/// input and output carry the secret, as another user's would.
/// </summary>
internal sealed class ControlJob(CodeRunnerClient client, string secret)
{
    // Alone it takes little more than the compiler. Beside a hostile job on the other core it may also wait for the server and
    // for the kernel's clean-up; a starved job takes seconds.
    private static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(750);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private const int Rehearsals = 5;

    private TimeSpan? _usual;

    /// <summary>Runs it alone a few times, to know how long it usually takes.</summary>
    public async Task RehearseAsync() => _usual ??= await MeasureAloneAsync();

    /// <summary>Runs it beside something, again and again until that ends.</summary>
    /// <returns>How long it took, in the middle.</returns>
    public async Task<TimeSpan> RunBesideAsync(Task other)
    {
        var times = new List<TimeSpan>();
        do
        {
            times.Add(await RunOnceAsync());
        }
        while (!other.IsCompleted);
        return Median(times);
    }

    /// <summary>Says so when it took too long. Call it when nothing else runs.</summary>
    /// <returns>Null when all is well.</returns>
    public async Task<string?> ComplaintAsync(TimeSpan elapsed)
    {
        var usual = _usual ?? throw new InvalidOperationException("Not rehearsed.");
        if (elapsed <= (2 * usual) + Floor)
        {
            return null;
        }

        // Other work on the machine may have slowed down everything; then it is slow alone too.
        var now = await MeasureAloneAsync();
        return elapsed <= (2 * now) + Floor
            ? null
            : $"The job beside it took {elapsed.TotalMilliseconds:F0} ms; alone it takes {now.TotalMilliseconds:F0} ms.";
    }

    private async Task<TimeSpan> MeasureAloneAsync()
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < Rehearsals; i++)
        {
            times.Add(await RunOnceAsync());
        }

        return Median(times);
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    private async Task<TimeSpan> RunOnceAsync()
    {
        var clock = Stopwatch.StartNew();
        var status = await client.RunAsync(
            new RunRequest
            {
                Language = "c",
                Code = $$"""
                    #include <stdio.h>
                    int main(void) {
                        char line[99];
                        puts(fgets(line, sizeof line, stdin) ? line : "{{secret}}");
                    }
                    """,
                Stdin = secret,
            },
            Timeout);
        var elapsed = clock.Elapsed;

        Assert.Equal(Verdict.Accepted, status.Verdict);
        Assert.Equal($"{secret}\n", status.Stdout);
        return elapsed;
    }
}
