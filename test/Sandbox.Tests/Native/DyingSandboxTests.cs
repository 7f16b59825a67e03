using CodeRunner.Sandbox.Native;
using CodeRunner.Sandbox.Readiness;
using CodeRunner.Sandbox.Tests.Diagnostics;
using CodeRunner.Sandbox.Tests.Kinds;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static CodeRunner.Sandbox.Tests.Kinds.KindFixture;
using static CodeRunner.Sandbox.Tests.Kinds.SandboxLifeTests;

namespace CodeRunner.Sandbox.Tests.Native;

/// <summary>What the kernel can't kill at once: the freezer of control groups holds it for exactly as long as a test wants.</summary>
[Collection(NativeCollection.Name)]
public sealed class DyingSandboxTests
{
    [Fact]
    public async Task RunAsync_LimitReachedByWhatCannotDie_ReportsInTimeAndGivesTheUidBackWhenItCan()
    {
        var readiness = new SandboxReadiness();
        readiness.Set([]);
        var instruments = Instruments.Create();
        var dying = new DyingSandboxes(Options.Create(new SandboxOptions { MaximumDying = 2 }), readiness, instruments);
        await using var starter = NewStarter(new NativeOptions { RemoveTimeout = TimeSpan.FromMilliseconds(200) }, dying);
        await starter.PrepareAsync(CancellationToken.None);
        using var freezer = new Freezer();

        var first = await LeaveDyingAsync(starter, freezer);
        await UntilAsync(() => dying.Count == 1);
        Assert.Empty(readiness.Reasons);
        Assert.Contains("1 sandboxes", Assert.Single(readiness.Warnings), StringComparison.Ordinal);
        await using (var another = await starter.StartAsync(new(SandboxStage.Run), CancellationToken.None))
            Assert.Equal("lives", await RunAsync(another, "printf lives"));
        var second = await LeaveDyingAsync(starter, freezer);
        await UntilAsync(() => dying.Count == 2);

        Assert.Contains("Sandbox:MaximumDying", Assert.Single(readiness.Reasons), StringComparison.Ordinal);
        await Assert.ThrowsAsync<SandboxUnavailableException>(() => starter.StartAsync(new(SandboxStage.Run), CancellationToken.None));

        freezer.Thaw();
        await UntilAsync(() => dying.Count == 0 && starter.UidsInUse == 0);
        Assert.Empty(readiness.Reasons);
        Assert.Empty(readiness.Warnings);
        await using var last = await starter.StartAsync(new(SandboxStage.Run), CancellationToken.None);
        Assert.Equal("again", await RunAsync(last, "printf again"));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task RunAsync_ChildThatCannotDie_ReportsTheProgramsOwnEnd()
    {
        await using var starter = NewStarter(new NativeOptions());
        await starter.PrepareAsync(CancellationToken.None);
        using var freezer = new Freezer();
        await using var sandbox = await starter.StartAsync(new(SandboxStage.Run), CancellationToken.None);
        var marker = Marker();
        var run = sandbox.RunAsync(Shell($"sleep {marker} & read line; printf over; exit 3", stdin: new string('x', 100_000)), output: null, CancellationToken.None);
        await UntilAsync(() => HasProcess(marker));
        freezer.Freeze([ProcessOf(marker)]);

        var exit = await run;

        Assert.Equal((ExitReason.Ended, 3, "over", true), (exit.Reason, exit.ExitCode, exit.Stdout.ToString(), exit.SandboxLost));
    }

    /// <summary>Leaves a sandbox behind whose program was in the freezer when its time was over, and returns the uid that it had.</summary>
    private static async Task<string> LeaveDyingAsync(NativeSandboxStarter starter, Freezer freezer)
    {
        var sandbox = await starter.StartAsync(new(SandboxStage.Run), CancellationToken.None);
        var uid = await RunAsync(sandbox, "id -u");
        var marker = Marker();
        var began = TimeProvider.System.GetTimestamp();
        var run = sandbox.RunAsync(Shell($"exec sleep {marker}", Standard with { WallTime = TimeSpan.FromSeconds(2) }), output: null, CancellationToken.None);
        await UntilAsync(() => HasProcess(marker));
        freezer.Freeze([ProcessOf(marker)]);

        var exit = await run;

        Assert.Equal((ExitReason.WallTime, true), (exit.Reason, exit.SandboxLost));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5));
        await sandbox.DisposeAsync();
        return uid;
    }

    private static string Marker() => $"7{Random.Shared.Next(10_000, 99_999)}.25";

    private static NativeSandboxStarter NewStarter(NativeOptions options, DyingSandboxes? dying = null) =>
        new(Options.Create(options), TimeProvider.System, NullLogger<NativeSandboxStarter>.Instance, shared: null, dying);
}
