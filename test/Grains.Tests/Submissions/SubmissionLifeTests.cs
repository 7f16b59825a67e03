using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Tests.Fakes;

namespace CodeRunner.Grains.Tests.Submissions;

public sealed class SubmissionLifeTests
{
    [Fact]
    public async Task SubmitAsync_Program_RunsAndCompletes()
    {
        await using var cluster = await new GrainsCluster().StartAsync();
        var code = Some.Code();

        var submission = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);
        var running = await submission.GetAsync();
        run.Accept("well done");
        var result = await GrainsCluster.ResultAsync(submission);

        Assert.Equal(SubmissionState.Running, running?.State);
        Assert.Equal(1, running?.Attempts);
        Assert.Equal(Verdict.Accepted, result.Verdict);
        Assert.Equal("well done", result.Message);
        Assert.Equal(1, result.Attempts);
        Assert.NotNull(result.StartedAt);
        Assert.True(result.FinishedAt >= result.StartedAt);
    }
}
