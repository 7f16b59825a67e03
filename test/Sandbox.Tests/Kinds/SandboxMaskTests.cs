using CodeRunner.Sandbox.Linux;
using static CodeRunner.Sandbox.Tests.Kinds.KindFixture;

namespace CodeRunner.Sandbox.Tests.Kinds;

/// <summary>What a sandbox of any kind shows of the machine.</summary>
public abstract class SandboxMaskTests(KindFixture fixture)
{
    [Theory]
    [InlineData(SandboxStage.Compile)]
    [InlineData(SandboxStage.Run)]
    public async Task RunAsync_MaskedPaths_ShowNothing(SandboxStage stage)
    {
        await using var sandbox = await fixture.StartAsync(stage);
        var look = $"for p in {string.Join(' ', MaskedPaths.All)}; do if [ -d $p ]; then ls -A $p; else head -c 1 $p; fi 2>/dev/null; done | wc -c";

        var exit = await sandbox.RunAsync(Shell(look), output: null, CancellationToken.None);

        Assert.Equal("0\n", exit.Stdout.ToString());
    }
}
