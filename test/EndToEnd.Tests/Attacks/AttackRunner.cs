using System.Text;
using System.Text.RegularExpressions;
using CodeRunner.EndToEnd.Tests.Hosting;
using CodeRunner.EndToEnd.Tests.Machine;

namespace CodeRunner.EndToEnd.Tests.Attacks;

/// <summary>
/// Runs programs of the corpus through the real engine, and checks after each one what README.md of the corpus lists.
/// </summary>
internal sealed class AttackRunner(EngineFixture engine)
{
    private static readonly RunLimits Limits = new()
    {
        CpuTimeMs = 2000,
        WallTimeMs = 6000,
        MemoryBytes = 256 << 20,
        OutputBytes = 1 << 20,
        Processes = 64,
    };

    private const int Tries = 3;
    private static readonly TimeSpan Run = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Compile = TimeSpan.FromSeconds(30);

    // How much later than what it measured the engine may be: two sandboxes, killing, wiping, storing.
    private static readonly TimeSpan Overhead = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DeadlineOverhead = TimeSpan.FromSeconds(1);

    // The compiler is a process like any other, and is measured by wall time; killing it takes time too.
    private static readonly TimeSpan Gone = TimeSpan.FromSeconds(2);

    // Longer than a sandbox takes to start.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(300);

    private readonly ControlJob _control = new(engine.Client, engine.Plants.Secret);
    private HostSnapshot? _idle;

    /// <summary>Runs one program as often as it asks for.</summary>
    public async Task CheckAsync(AttackProgram program)
    {
        await _control.RehearseAsync();
        _idle ??= await IdleAsync();

        for (var run = 0; run < program.Runs; run++)
        {
            await RunAsync(program, inputs: program.Inputs);
        }

        if (program.Runs > 1)
        {
            // The same once more, as tests of one submission: they share a sandbox.
            await RunAsync(program, [.. Enumerable.Repeat(program.Inputs, program.Runs).SelectMany(static inputs => inputs)]);
        }
    }

    /// <summary>A program that starves its neighbour does so each time; what else the machine has to do is not there each time.</summary>
    private async Task RunAsync(AttackProgram program, IReadOnlyList<string> inputs)
    {
        var complaint = await RunOnceAsync(program, inputs);
        for (var again = 1; complaint is not null && again < Tries; again++)
        {
            complaint = await RunOnceAsync(program, inputs);
        }

        Assert.Null(complaint);
    }

    /// <summary>Checks all but how long the honest job beside it took, which it returns a complaint about.</summary>
    private async Task<string?> RunOnceAsync(AttackProgram program, IReadOnlyList<string> inputs)
    {
        var use = HostUse.Measure(engine.Server.Id, engine.Folder);
        var ids = await Task.WhenAll(Enumerable.Range(0, program.Parallel)
            .Select(_ => engine.Client.SubmitAsync(RequestFor(program, inputs), encoding: ContentEncoding.Base64)));

        var timeout = Compile + (inputs.Count * Run) + Overhead;
        var waiting = Task.WhenAll(ids.Select(id => engine.Client.WaitAsync(id, timeout)));
        // Two of them take all slots that the smallest machine has.
        var beside = program.Parallel == 1 ? await _control.RunBesideAsync(waiting) : TimeSpan.Zero;
        foreach (var status in await waiting)
        {
            await CheckResultAsync(program, status);
        }

        Assert.Null(await Eventually.SettlesAsync(_idle!.Leftovers, Gone));
        Assert.Null(use.Growth());
        Assert.False(engine.Server.HasExited, engine.Server.Log);
        Assert.True(await engine.Client.IsReadyAsync());
        return await _control.ComplaintAsync(beside);
    }

    private async Task CheckResultAsync(AttackProgram program, JobStatus status)
    {
        var bytes = await engine.Client.GetAsync(status.JobId, ContentEncoding.Base64);
        var output = AllOutput(bytes);
        output = program.Tolerates is { } difference ? Regex.Replace(output, difference, "", RegexOptions.NonBacktracking) : output;
        var described = Describe(status, output);

        Assert.True(status.State == JobState.Completed && status.Attempts == 1, described);
        Assert.True(IsExpected(program, status), described);
        Assert.True(program.Contains is null || output.Contains(program.Contains, StringComparison.Ordinal), described);
        Assert.True(program.Excludes is null || !output.Contains(program.Excludes, StringComparison.Ordinal), described);
        Assert.DoesNotContain(engine.Plants.Secret, output, StringComparison.Ordinal);

        var measured = (status.Compile?.WallTimeMs ?? 0) + (status.Tests ?? []).Sum(static test => test.WallTimeMs);
        var late = (status.FinishedAt - status.StartedAt)!.Value - TimeSpan.FromMilliseconds(measured);
        Assert.True(late <= (program.HasDeadline ? DeadlineOverhead : Overhead), $"The verdict was {late} late. {described}");
    }

    private static bool IsExpected(AttackProgram program, JobStatus status)
    {
        var tests = status.Tests ?? [];
        if (program.RunsEveryExitCode)
        {
            return tests.Count == program.Inputs.Count && tests.Index().All(static test => test.Item.ExitCode == test.Index);
        }

        // A compile error has no tests; otherwise each of them must be met, not just the deciding one.
        return program.Verdicts.Any(verdict => verdict.Matches(status))
            && tests.All(test => program.Verdicts.Any(verdict => verdict.Matches(test.Verdict, test.Signal, test.ExitCode)));
    }

    private static RunRequest RequestFor(AttackProgram program, IReadOnlyList<string> inputs) => new()
    {
        Language = "cpp",
        Code = Convert.ToBase64String(program.Source),
        Tests = [.. inputs.Select(static (input, index) => new RunTest($"{index}", Base64(input)))],
        Limits = Limits,
    };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string AllOutput(JobStatus status) => string.Concat(
        (status.Tests ?? []).SelectMany(static test => (string?[])[test.Stdout, test.Stderr])
            .Concat([status.Stdout, status.Stderr, status.CompileOutput])
            .Select(static text => Encoding.UTF8.GetString(Convert.FromBase64String(text ?? ""))));

    private static string Describe(JobStatus status, string output)
    {
        const int shown = 3000;
        var figures = status with { Output = "", Stdout = "", Stderr = "", CompileOutput = "", Tests = null };
        return $"{figures}\n{(output.Length <= shown ? output : output[..shown])}";
    }

    /// <summary>Waits until nothing more is being warmed, because the snapshot would allow it for ever.</summary>
    private async Task<HostSnapshot> IdleAsync()
    {
        var snapshot = HostSnapshot.Take(engine.Server);
        Assert.True(
            await Eventually.IsTrueAsync(
                async () =>
                {
                    snapshot = HostSnapshot.Take(engine.Server);
                    await Task.Delay(Rest);
                    return snapshot.HasSandboxes && snapshot.Leftovers() is null;
                },
                Compile),
            "The server does not come to rest.");
        return snapshot;
    }
}
