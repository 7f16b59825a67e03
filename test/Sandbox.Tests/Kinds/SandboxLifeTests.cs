using System.Globalization;
using CodeRunner.Sandbox.Agents;
using static CodeRunner.Sandbox.Tests.Kinds.KindFixture;

namespace CodeRunner.Sandbox.Tests.Kinds;

/// <summary>How real sandboxes begin and end.</summary>
public abstract class SandboxLifeTests(KindFixture fixture)
{
    protected KindFixture Fixture => fixture;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task StartAsync_Identity_IsUnprivilegedAndOfItsOwn()
    {
        await using var first = await fixture.StartAsync();
        await using var second = await fixture.StartAsync();

        var one = await RunAsync(first, "id -u; grep -E '^(Cap|Seccomp:|NoNewPrivs|Groups)' /proc/self/status | tr -s '\\t ' ' '");
        var other = await RunAsync(second, "id -u");

        var lines = one.Split('\n');
        Assert.True(int.Parse(lines[0], CultureInfo.InvariantCulture) >= 700_000);
        Assert.NotEqual(lines[0], other.Trim());
        Assert.All(lines.Where(static line => line.StartsWith("Cap", StringComparison.Ordinal)), static line => Assert.EndsWith(" 0000000000000000", line, StringComparison.Ordinal));
        Assert.Contains("NoNewPrivs: 1", lines);
        Assert.Contains("Seccomp: 2", lines);
    }

    [Fact]
    public async Task DisposeAsync_WhileACommandRuns_LeavesNoProcess()
    {
        var sandbox = await fixture.StartAsync();
        var marker = $"9{Random.Shared.Next(1000, 9999)}.25";
        var run = sandbox.RunAsync(Shell($"sleep {marker}"), output: null, CancellationToken.None);
        await UntilAsync(() => HasProcess(marker));

        await sandbox.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => run);
        await UntilAsync(() => !HasProcess(marker));
    }

    [Fact]
    public async Task IsAlive_AgentKilled_IsFalse()
    {
        await using var sandbox = (AgentSandbox)await fixture.StartAsync();
        Assert.True(sandbox.IsAlive);

        sandbox.Kill();

        await UntilAsync(() => !sandbox.IsAlive);
    }

    [Fact]
    public async Task RunAsync_ServerHangsUp_SandboxEndsByItself()
    {
        // The lifeline: what a kill -9 of the server does to its end of the socket.
        var marker = $"8{Random.Shared.Next(1000, 9999)}.25";
        var sandbox = (AgentSandbox)await fixture.StartAsync();
        var run = sandbox.RunAsync(Shell($"sleep {marker}"), output: null, CancellationToken.None);
        await UntilAsync(() => HasProcess(marker));

        await sandbox.HangUpAsync();

        await UntilAsync(() => !HasProcess(marker));
        await Assert.ThrowsAnyAsync<Exception>(() => run);
        await sandbox.DisposeAsync();
    }

    internal static async Task<string> RunAsync(IWarmSandbox sandbox, string command) =>
        (await sandbox.RunAsync(Shell(command), output: null, CancellationToken.None)).Stdout.ToString();

    internal static bool HasProcess(string argument) =>
        Directory.GetDirectories("/proc").Any(folder => CommandLine(folder).Contains($"\0{argument}\0", StringComparison.Ordinal));

    /// <summary>The process id, on this machine, of the one sleep with that argument.</summary>
    internal static int ProcessOf(string argument) => int.Parse(
        Path.GetFileName(Directory.GetDirectories("/proc").Single(folder => CommandLine(folder).EndsWith($"sleep\0{argument}\0", StringComparison.Ordinal))),
        CultureInfo.InvariantCulture);

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return string.Empty; // Not a process, or one that has just ended.
        }
    }

    /// <summary>Nothing tells about foreign processes, so they are looked for until they are as expected, within a bound.</summary>
    internal static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
            Assert.True(await timer.WaitForNextTickAsync(deadline.Token));
    }
}
