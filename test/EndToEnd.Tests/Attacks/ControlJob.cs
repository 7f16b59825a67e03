using System.Diagnostics;
using CodeRunner.EndToEnd.Tests.Http;

namespace CodeRunner.EndToEnd.Tests.Attacks;

/// <summary>
/// An honest job that runs beside every attack: it must be accepted, and hardly later than when it is alone. Its source,
/// input and output carry the secret, as another user's would.
/// </summary>
internal sealed class ControlJob(EngineClient client, string secret)
{
    // Alone it takes a few milliseconds, as its program comes from the cache. Beside a hostile job on the other core it
    // may also wait for the server, the kernel's clean-up and the machine's other work; a starved job takes seconds.
    private static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(750);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private const int Rehearsals = 5;

    private TimeSpan? _usual;

    /// <summary>Runs it alone a few times, to know how long it usually takes.</summary>
    public async Task RehearseAsync()
    {
        if (_usual is not null)
        {
            return;
        }

        await RunOnceAsync();
        var times = new List<TimeSpan>();
        for (var i = 0; i < Rehearsals; i++)
        {
            times.Add(await RunOnceAsync());
        }

        _usual = times.Order().ElementAt(Rehearsals / 2);
    }

    /// <summary>Runs it and fails unless it was accepted in time.</summary>
    public async Task RunAsync()
    {
        var usual = _usual ?? throw new InvalidOperationException("Not rehearsed.");
        var allowed = (2 * usual) + Floor;

        var elapsed = await RunOnceAsync();

        Assert.True(elapsed <= allowed, $"The job beside it took {elapsed.TotalMilliseconds:F0} ms; alone it takes {usual.TotalMilliseconds:F0} ms.");
    }

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

        Assert.Equal("accepted", status.Verdict);
        Assert.Equal($"{secret}\n", status.Stdout);
        return elapsed;
    }
}
