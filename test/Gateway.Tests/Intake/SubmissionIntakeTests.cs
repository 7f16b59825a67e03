using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodeRunner.Gateway.Tests.Intake;

/// <summary>What another protocol would do: submit, wait, watch and cancel without a request of HTTP.</summary>
public sealed class SubmissionIntakeTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private static readonly TimeSpan _long = TimeSpan.FromSeconds(30);

    private SubmissionIntake Intake => App.Services.GetRequiredService<SubmissionIntake>();

    private SubmissionWatch Watch => App.Services.GetRequiredService<SubmissionWatch>();

    [Fact]
    public async Task Submit_Taken_IsStoredWithItsTimeAndItsClient()
    {
        var before = TimeProvider.System.GetUtcNow();

        var outcome = await Intake.SubmitAsync(Samples.Request() with { Client = "me" }, key: null, CancellationToken.None);

        Assert.Null(outcome.Refusal);
        var stored = Submissions.Find(outcome.Id)!.Snapshot.Request;
        Assert.Equal("me", stored.Client);
        Assert.True(stored.CreatedAt >= before);
    }

    [Theory]
    [InlineData(RejectionReason.QueueFull, nameof(RefusalReason.QueueFull))]
    [InlineData(RejectionReason.ClientQueueFull, nameof(RefusalReason.ClientQueueFull))]
    [InlineData(RejectionReason.ClientStorageFull, nameof(RefusalReason.ClientStorageFull))]
    [InlineData(RejectionReason.KeyReused, nameof(RefusalReason.KeyReused))]
    [InlineData(RejectionReason.StorageUnavailable, nameof(RefusalReason.StorageUnavailable))]
    public async Task Submit_Rejected_SaysWhyAndWhenToComeBack(RejectionReason rejection, string refusal)
    {
        Submissions.OnSubmit = _ => new Rejection(rejection, TimeSpan.FromSeconds(7), 3);
        try
        {
            var outcome = await Intake.SubmitAsync(Samples.Request(), key: null, CancellationToken.None);

            Assert.Equal(refusal, outcome.Refusal?.Reason.ToString());
            Assert.Equal(TimeSpan.FromSeconds(7), outcome.Refusal?.RetryAfter);
            Assert.EndsWith(".", outcome.Refusal?.Error, StringComparison.Ordinal);
        }
        finally
        {
            Submissions.OnSubmit = static _ => null;
        }
    }

    [Fact]
    public async Task Submit_SameKeyTwice_IsTheSameSubmission()
    {
        var key = new IdempotencyKey(Guid.NewGuid().ToString());

        var first = await Intake.SubmitAsync(Samples.Request(), key, CancellationToken.None);

        Assert.Equal(first, await Intake.SubmitAsync(Samples.Request(), key, CancellationToken.None));
        Assert.NotEqual(first, await Intake.SubmitAsync(Samples.Request() with { Client = "another" }, key, CancellationToken.None));
    }

    [Fact]
    public async Task CheckReady_EngineIsNotReady_SaysWhy()
    {
        await using var app = await StartAppAsync(configure: static services =>
            services.AddHealthChecks().AddCheck("engine", static () => HealthCheckResult.Unhealthy("is away"), ["ready"]));

        var refusal = await app.Services.GetRequiredService<SubmissionIntake>().CheckReadyAsync(CancellationToken.None);

        Assert.Equal(RefusalReason.NotReady, refusal?.Reason);
        Assert.Contains("engine: is away", refusal?.Error, StringComparison.Ordinal);
        Assert.Null(await Intake.CheckReadyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Wait_ResultComes_EndsWithIt()
    {
        var submission = Submissions.Add();
        var wait = Intake.WaitAsync("me", submission.Id, _long, CancellationToken.None);
        await submission.Waited.Task;
        submission.Finish(Samples.Result(Samples.Test()));

        var answer = await wait;

        Assert.Equal(Verdict.Accepted, answer.Value?.Result?.Verdict);
        Assert.NotNull(answer.Room);
    }

    [Fact]
    public async Task Wait_TooManyOfAClient_IsRefusedAndTriedInVainWithoutHarm()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:Traffic:MaxStreamsPerClient"] = "1" });
        var intake = app.Services.GetRequiredService<SubmissionIntake>();
        var submission = Submissions.Add();
        var wait = intake.WaitAsync("me", submission.Id, _long, CancellationToken.None);
        await submission.Waited.Task;

        Assert.Equal(RefusalReason.ClientStreamsFull, (await intake.WaitAsync("me", submission.Id, _long, CancellationToken.None)).Refusal?.Reason);
        Assert.Null((await intake.TryWaitAsync("me", submission.Id, _long, CancellationToken.None)).Value);
        Assert.NotNull((await intake.WaitAsync("me", submission.Id, TimeSpan.Zero, CancellationToken.None)).Value);
        submission.Finish(Samples.Result(Samples.Test()));
        Assert.NotNull((await wait).Value);
    }

    [Fact]
    public async Task Nobody_KnowsTheId_EveryOutcomeSaysSo()
    {
        var id = Guid.NewGuid();

        Assert.Equal(default, await Intake.WaitAsync("me", id, _long, CancellationToken.None) with { Room = null });
        Assert.Equal(default, await Intake.GetRequestAsync("me", id, CancellationToken.None) with { Room = null });
        Assert.Equal(CancelOutcome.NotFound, await Intake.CancelAsync(id, CancellationToken.None));
        var opened = await Watch.OpenAsync("me", id, CancellationToken.None);
        opened.Room?.Dispose();
        Assert.Null(opened.Value);
    }

    [Fact]
    public async Task Watch_SiloIsLost_GoesOnAndEndsWithTheResult()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:HeartbeatInterval"] = "00:00:00.05" });
        var watch = app.Services.GetRequiredService<SubmissionWatch>();
        var submission = Submissions.Add().Emit(new StateChanged(SubmissionState.Running, 1));
        submission.BreakWatchers = 1;
        var opened = await watch.OpenAsync("me", submission.Id, CancellationToken.None);
        var (events, signs) = (new List<SubmissionEvent>(), 0);

        await foreach (var step in watch.FollowAsync("me", opened.Value!, after: 0, CancellationToken.None))
        {
            if (step is Happened happened)
                events.Add(happened.Event);
            else
                signs++;
            if (signs == 3 && submission.Snapshot.Result is null)
                submission.Finish(Samples.Result(Samples.Test()));
        }

        opened.Room!.Dispose();
        Assert.IsType<StateChanged>(events[0]);
        Assert.IsType<Finished>(events[1]);
        Assert.Equal(2, events.Count);
        Assert.Equal([0, 1], submission.WatchedAfter);
    }

    [Fact]
    public async Task Watch_HasItsResultAlready_EndsAtOnce()
    {
        var submission = Submissions.Add().Finish(Samples.Result(Samples.Test()));

        var steps = await Watch.FollowAsync("me", submission.Snapshot, after: 0, CancellationToken.None).ToListAsync();

        Assert.Equal(submission.Snapshot, Assert.IsType<Ended>(Assert.Single(steps)).Submission);
    }
}
