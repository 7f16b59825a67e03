using System.Globalization;
using CodeRunner.Sandbox.Native;
using CodeRunner.Sandbox.Pool;
using CodeRunner.Sandbox.Tests.Diagnostics;
using CodeRunner.Sandbox.Tests.Kinds;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CodeRunner.Sandbox.Tests.Native;

/// <summary>How real sandboxes begin and end.</summary>
[Collection(NativeCollection.Name)]
public sealed class NativeSandboxLifeTests(NativeFixture fixture) : SandboxLifeTests(fixture)
{
    [Fact]
    public async Task PrepareAsync_SecondServer_HasItsOwnNameAndUids()
    {
        await using var other = NewStarter(new NativeOptions());
        await other.PrepareAsync(CancellationToken.None);
        await using var mine = await Fixture.StartAsync();
        await using var theirs = await other.StartAsync(new(SandboxStage.Run), CancellationToken.None);

        var (first, second) = (await RunAsync(mine, "id -u"), await RunAsync(theirs, "id -u"));

        Assert.True(Math.Abs(int.Parse(first, CultureInfo.InvariantCulture) - int.Parse(second, CultureInfo.InvariantCulture)) >= 900);
    }

    [Theory]
    [InlineData("/nowhere/bwrap", "bubblewrap")]
    public async Task PrepareAsync_NoBubblewrap_SaysWhatToInstall(string path, string expected)
    {
        await using var starter = NewStarter(new NativeOptions { Bubblewrap = path });

        var exception = await Assert.ThrowsAsync<SandboxException>(() => starter.PrepareAsync(CancellationToken.None));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_BubblewrapFails_SaysWhy()
    {
        await using var starter = NewStarter(new NativeOptions { Bubblewrap = "/bin/false" });
        await starter.PrepareAsync(CancellationToken.None);

        var exception = await Assert.ThrowsAsync<SandboxException>(() => starter.StartAsync(new(SandboxStage.Run), CancellationToken.None));

        Assert.Contains("did not start", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_KeeperWasKilled_StartsAnotherAndOldSandboxesGoOn()
    {
        await using var starter = NewStarter(new NativeOptions());
        await starter.PrepareAsync(CancellationToken.None);
        await using var before = await starter.StartAsync(new(SandboxStage.Run), CancellationToken.None);

        starter.KillKeepers();
        await using var after = await StartWhenKilledAsync(starter);

        Assert.Equal("before", await RunAsync(before, "printf before"));
        Assert.Equal("after", await RunAsync(after, "printf after"));
    }

    /// <summary>A start that the keeper had already been asked for when it died fails; then there is another keeper.</summary>
    private static async Task<IWarmSandbox> StartWhenKilledAsync(NativeSandboxStarter starter)
    {
        try
        {
            return await starter.StartAsync(new(SandboxStage.Run), CancellationToken.None);
        }
        catch (SandboxException)
        {
            return await starter.StartAsync(new(SandboxStage.Run), CancellationToken.None);
        }
    }

    [Fact]
    public async Task DisposeAsync_SandboxNotGivenBack_LeavesNoGroup()
    {
        var starter = NewStarter(new NativeOptions());
        await starter.PrepareAsync(CancellationToken.None);
        await using var forgotten = await starter.StartAsync(new(SandboxStage.Run), CancellationToken.None);
        var groups = starter.Roots;
        Assert.All(groups, static root => Assert.NotEmpty(Directory.GetDirectories(root)));

        await starter.DisposeAsync();

        Assert.All(groups, static root => Assert.False(Directory.Exists(root)));
    }

    [Fact]
    public async Task Pool_UsedSandbox_IsForgotten()
    {
        var options = Options.Create(new SandboxOptions { WarmCompile = 1, WarmRun = 1 });
        await using var pool = new SandboxPool(Fixture.Starter, options, Instruments.Create(), TimeProvider.System, NullLogger<SandboxPool>.Instance);

        var used = await UseAsync(pool);

        await UntilAsync(() =>
        {
            GC.Collect();
            return !used.IsAlive;
        });
    }

    /// <summary>In a method of its own, so that no local of the test still refers to it.</summary>
    private static async Task<WeakReference> UseAsync(SandboxPool pool)
    {
        await using var sandbox = await pool.RentAsync(SandboxStage.Run, CancellationToken.None);
        return new WeakReference(sandbox);
    }

    private static NativeSandboxStarter NewStarter(NativeOptions options) =>
        new(Options.Create(options), TimeProvider.System, NullLogger<NativeSandboxStarter>.Instance);
}
