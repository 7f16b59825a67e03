using System.Globalization;
using CodeRunner.Contracts;
using CodeRunner.Sandbox.Native;
using CodeRunner.Sandbox.Tests.Kinds;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static CodeRunner.Sandbox.Tests.Kinds.KindFixture;
using static CodeRunner.Sandbox.Tests.Kinds.SandboxLifeTests;

namespace CodeRunner.Sandbox.Tests.Native;

/// <summary>An agent that gets no processor for a while: the freezer holds it for exactly as long as a test wants.</summary>
[Collection(NativeCollection.Name)]
public sealed class LateAgentTests
{
    private const long TicksPerSecond = 100;

    [Fact]
    public async Task RunAsync_AgentSeesTheOutOfMemoryAndTheCpuTimeAtOnce_ItWasTheMemory()
    {
        await using var starter = new NativeSandboxStarter(
            Options.Create(new NativeOptions()), TimeProvider.System, NullLogger<NativeSandboxStarter>.Instance, shared: null, dying: null);
        await starter.PrepareAsync(CancellationToken.None);
        using var freezer = new Freezer();
        await using var sandbox = await starter.StartAsync(new(SandboxStage.Run), CancellationToken.None);
        var marker = $"2.{Random.Shared.Next(100_000, 999_999)}";
        var limits = Standard with { CpuTime = TimeSpan.FromMilliseconds(300), WallTime = TimeSpan.FromSeconds(30), Memory = ByteSize.FromMiB(64) };
        var run = sandbox.RunAsync(
            Shell($"sleep {marker}; head -c 100m /dev/zero | tail -c 90m | wc -c; while :; do :; done", limits), output: null, CancellationToken.None);
        await UntilAsync(() => HasProcess(marker));
        var shell = ParentOf(ProcessOf(marker));
        freezer.Freeze([ParentOf(shell)]);

        await UntilAsync(() => UsedTicks(shell) is null or > TicksPerSecond);
        freezer.Thaw();

        Assert.Equal(ExitReason.Memory, (await run).Reason);
    }

    private static int ParentOf(int process) => int.Parse(Stat(process)![1], CultureInfo.InvariantCulture);

    /// <summary>The CPU time of a process without its children; null when it is gone.</summary>
    private static long? UsedTicks(int process) =>
        Stat(process) is { } stat ? stat[11..13].Sum(static ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) : null;

    /// <summary>What follows the name in a process' line of figures: its state first.</summary>
    private static string[]? Stat(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
