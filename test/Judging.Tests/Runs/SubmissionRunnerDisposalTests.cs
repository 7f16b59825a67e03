using CodeRunner.Contracts.Submissions;
using CodeRunner.Judging.Runs;
using CodeRunner.Sandbox;
using CodeRunner.Tests.Shared;

namespace CodeRunner.Judging.Tests.Runs;

public sealed class SubmissionRunnerDisposalTests
{
    private readonly RunnerFixture _fixture = new();

    private FakeSandboxPool Pool => _fixture.Pool;

    [Theory]
    [InlineData(SandboxStage.Compile)]
    [InlineData(SandboxStage.Run)]
    public async Task RunAsync_SandboxFails_PropagatesAndDisposes(SandboxStage failing)
    {
        Pool.Exit = (stage, _, _) => stage == failing ? throw new SandboxException("agent gone") : FakeExit.Ok();

        var thrown = await Assert.ThrowsAsync<SandboxException>(() => _fixture.RunAsync(RunnerFixture.Request()));

        Assert.Equal("agent gone", thrown.Message);
        Assert.All(Pool.Rented, sandbox => Assert.Equal(1, sandbox.Disposals));
        Assert.Equal(failing, Pool.Rented[^1].Stage);
    }

    [Theory]
    [InlineData(SandboxFolder.Work, 1)]
    [InlineData(SandboxFolder.Box, 2)]
    public async Task RunAsync_PutFails_PropagatesAndDisposes(SandboxFolder failing, int rented)
    {
        Pool.OnPut = file => _ = file.Folder == failing ? throw new SandboxException("no space") : 0;

        await Assert.ThrowsAsync<SandboxException>(() => _fixture.RunAsync(RunnerFixture.Request()));

        Assert.Equal(rented, Pool.Rented.Count);
        Assert.All(Pool.Rented, sandbox => Assert.Equal(1, sandbox.Disposals));
    }

    [Theory]
    [InlineData(SandboxStage.Compile, 0)]
    [InlineData(SandboxStage.Run, 1)]
    public async Task RunAsync_NoSandbox_Propagates(SandboxStage missing, int rented)
    {
        Pool.OnRent = stage => _ = stage == missing ? throw new SandboxException("none") : 0;

        await Assert.ThrowsAsync<SandboxException>(() => _fixture.RunAsync(RunnerFixture.Request()));

        Assert.Equal(rented, Pool.Rented.Count);
        Assert.All(Pool.Rented, sandbox => Assert.Equal(1, sandbox.Disposals));
    }

    [Theory]
    [InlineData(SandboxStage.Compile)]
    [InlineData(SandboxStage.Run)]
    public async Task RunAsync_Cancelled_ThrowsAndDisposes(SandboxStage during)
    {
        using var cancellation = new CancellationTokenSource();
        Pool.Exit = (stage, _, _) =>
        {
            if (stage == during)
                cancellation.Cancel();
            return FakeExit.Ok();
        };
        var request = RunnerFixture.Request(RunnerFixture.Test(null), RunnerFixture.Test(null));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _fixture.RunAsync(request, cancellation.Token));

        Assert.All(Pool.Rented, sandbox => Assert.Equal(1, sandbox.Disposals));
        Assert.Equal(1, Pool.Commands[during]);
    }

    [Fact]
    public async Task RunAsync_ObserverThrows_Disposes()
    {
        var runner = _fixture.CreateRunner();

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => runner.RunAsync(RunnerFixture.Request(), new ThrowingObserver(), CancellationToken.None));

        Assert.Equal(2, Pool.Rented.Count);
        Assert.All(Pool.Rented, sandbox => Assert.Equal(1, sandbox.Disposals));
    }

    private sealed class ThrowingObserver : IRunObserver
    {
        public void OnProgress(int test, int tests)
        {
        }

        public void OnOutput(int test, OutputStream stream, ReadOnlySpan<byte> data)
        {
        }

        public void OnTestFinished(int test, TestResult result) => throw new InvalidOperationException("observer");
    }
}
