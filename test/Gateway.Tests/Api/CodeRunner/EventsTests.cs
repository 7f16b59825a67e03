using System.Net;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Tests.Fakes;

namespace CodeRunner.Gateway.Tests.Api.CodeRunner;

public sealed class EventsTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    [Fact]
    public async Task Events_WholeLife_ComesInOrderAndEnds()
    {
        var submission = Submissions.Add(hasTests: true);
        using var events = await OpenAsync(submission);
        submission
            .Emit(new StateChanged(SubmissionState.Running, 1))
            .Emit(new ProgressMade(new Progress(0, 2)))
            .Emit(new ProgressMade(new Progress(1, 2)))
            .Emit(new OutputWritten(1, OutputStream.Stdout, Blob.FromText("hi\nyou")))
            .Emit(new OutputWritten(1, OutputStream.Stderr, Blob.FromText("\u001b!")))
            .Emit(new TestFinished(1, Verdict.Accepted, Samples.Usage))
            .Emit(new EventsMissed(3))
            .Finish(Samples.Result(Samples.Test(stdout: "hi\nyou")));

        var all = await events.ReadToEndAsync();

        Assert.Equal(
            [
                """1 state {"state":"running","attempt":1}""",
                """2 progress {"phase":"compiling","test":0,"tests":2,"text":"compiling"}""",
                """3 progress {"phase":"testing","test":1,"tests":2,"text":"test 1 of 2"}""",
                """4 output {"test":1,"stream":"stdout","data":"hi\nyou"}""",
                """5 output {"test":1,"stream":"stderr","data":"\u001B!"}""",
                """6 test {"test":1,"verdict":"accepted","cpuTimeMs":1.482,"wallTimeMs":2.1,"memoryBytes":1511424}""",
                """7 missed {"count":3}""",
            ],
            all[..^1]);
        var status = (await App.GetAsync($"/status?id={submission.Id}")).Text;
        Assert.Equal($"8 result {status}", all[^1]);
    }

    [Fact]
    public async Task Events_Stream_SaysWhatItIs()
    {
        var submission = Submissions.Add();
        using var events = await OpenAsync(submission);

        Assert.Equal("text/event-stream", events.Response.Content.Headers.ContentType?.ToString());
        Assert.True(events.Response.Headers.CacheControl?.NoStore);
        Assert.Equal(["nosniff"], events.Response.Headers.GetValues("X-Content-Type-Options"));
        submission.Finish(Samples.Result(Samples.Test()));
        await events.ReadToEndAsync();
    }

    [Fact]
    public async Task Events_AlreadyFinished_IsTheResultAtOnce()
    {
        var submission = Submissions.Add().Emit(new StateChanged(SubmissionState.Running, 1)).Finish(Samples.Result(Samples.Test(stdout: "x")));
        using var events = await OpenAsync(submission);

        var only = Assert.Single(await events.ReadToEndAsync());

        Assert.Equal($" result {(await App.GetAsync($"/status?id={submission.Id}")).Text}", only);
    }

    [Fact]
    public async Task Events_CharactersCutBetweenEvents_ComeWhole()
    {
        var emoji = "a😀b"u8.ToArray();
        var submission = Submissions.Add();
        using var events = await OpenAsync(submission);
        foreach (var value in emoji)
        {
            submission.Emit(new OutputWritten(1, OutputStream.Stdout, new Blob([value])));
            submission.Emit(new OutputWritten(1, OutputStream.Stderr, new Blob([value])));
            submission.Emit(new OutputWritten(2, OutputStream.Stdout, new Blob([value])));
        }

        submission.Finish(Samples.Result(Samples.Test()));

        var output = await events.ReadOutputAsync();

        Assert.Equal("a😀b", output[(1, "stdout")]);
        Assert.Equal("a😀b", output[(1, "stderr")]);
        Assert.Equal("a😀b", output[(2, "stdout")]);
    }

    [Fact]
    public async Task Events_CharacterNeverCompleted_ShowsWhenTheTestEnds()
    {
        var submission = Submissions.Add();
        using var events = await OpenAsync(submission);
        submission
            .Emit(new OutputWritten(1, OutputStream.Stdout, new Blob([0x61, 0xF0, 0x9F])))
            .Emit(new TestFinished(1, Verdict.Accepted, Samples.Usage))
            .Finish(Samples.Result(Samples.Test()));

        var all = await events.ReadToEndAsync();

        Assert.Equal("""1_1.1.F09F output {"test":1,"stream":"stdout","data":"a"}""", all[0]);
        Assert.Equal(""" output {"test":1,"stream":"stdout","data":"\uFFFD"}""", all[1]);
        Assert.StartsWith("2 test", all[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_InvalidBytes_AreReplacedAndNotHeldBack()
    {
        var submission = Submissions.Add();
        using var events = await OpenAsync(submission);
        submission.Emit(new OutputWritten(1, OutputStream.Stdout, new Blob([0xFF, 0x80, 0xC3])));

        Assert.Equal("""1_1.1.C3 output {"test":1,"stream":"stdout","data":"\uFFFD\uFFFD"}""", await events.ReadAsync());
        submission.Emit(new OutputWritten(1, OutputStream.Stdout, new Blob([0x28])));
        Assert.Equal("""2 output {"test":1,"stream":"stdout","data":"\uFFFD("}""", await events.ReadAsync());
    }

    [Fact]
    public async Task Events_NewAttempt_ForgetsWhatTheLastOneBegan()
    {
        var submission = Submissions.Add();
        using var events = await OpenAsync(submission);
        submission
            .Emit(new OutputWritten(1, OutputStream.Stdout, new Blob([0xE2])))
            .Emit(new StateChanged(SubmissionState.Running, 2))
            .Emit(new OutputWritten(1, OutputStream.Stdout, Blob.FromText("x")));

        Assert.StartsWith("2 state", await events.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal("""3 output {"test":1,"stream":"stdout","data":"x"}""", await events.ReadAsync());
    }

    [Fact]
    public async Task Events_Base64_HasEveryChunkAsItCame()
    {
        var submission = Submissions.Add();
        using var events = await OpenAsync(submission, "&encoding=base64");
        submission
            .Emit(new OutputWritten(1, OutputStream.Stdout, new Blob([0xF0, 0x9F])))
            .Finish(Samples.Result(Samples.Test(stdout: "x")));

        var all = await events.ReadToEndAsync();

        Assert.Equal("""1 output {"test":1,"stream":"stdout","data":"8J8="}""", all[0]);
        Assert.Contains("\"stdout\":\"eA==\"", all[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData("0", 0)]
    [InlineData("", 0)]
    [InlineData("nonsense", 0)]
    [InlineData("-5", 0)]
    [InlineData("99999999999999999999999", 0)]
    public async Task Events_LastEventId_GoesOnAfterIt(string lastEventId, int first)
    {
        var submission = Submissions.Add();
        submission.Emit(new StateChanged(SubmissionState.Queued, 0)).Emit(new StateChanged(SubmissionState.Running, 1)).Emit(new ProgressMade(new Progress(0, 1)));
        using var events = await OpenAsync(submission, lastEventId: lastEventId);

        Assert.StartsWith($"{first + 1} ", await events.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(first, Assert.Single(submission.WatchedAfter));
    }

    [Fact]
    public async Task Events_ComingBackInTheMiddleOfACharacter_LosesNothing()
    {
        var submission = Submissions.Add();
        submission.Emit(new OutputWritten(1, OutputStream.Stdout, new Blob([0x61, 0xE2, 0x82])));
        using (var before = await OpenAsync(submission))
            Assert.Equal("""1_1.1.E282 output {"test":1,"stream":"stdout","data":"a"}""", await before.ReadAsync());

        using var after = await OpenAsync(submission, lastEventId: "1_1.1.E282");
        submission.Emit(new OutputWritten(1, OutputStream.Stdout, new Blob([0xAC])));

        Assert.Equal("""2 output {"test":1,"stream":"stdout","data":"€"}""", await after.ReadAsync());
    }

    [Theory]
    [InlineData("1_")]
    [InlineData("1_1.1")]
    [InlineData("1_x.1.E282")]
    [InlineData("1_1.9.E282")]
    [InlineData("1_1.1.E28")]
    [InlineData("1_1.1.E2828282")]
    [InlineData("1_1.1.ZZ")]
    public async Task Events_MadeUpStateInLastEventId_IsIgnored(string lastEventId)
    {
        var submission = Submissions.Add();
        submission.Emit(new StateChanged(SubmissionState.Running, 1));
        using var events = await OpenAsync(submission, lastEventId: lastEventId);

        submission.Emit(new OutputWritten(1, OutputStream.Stdout, Blob.FromText("x")));

        Assert.Equal("""2 output {"test":1,"stream":"stdout","data":"x"}""", await events.ReadAsync());
    }

    [Fact]
    public async Task Events_SiloLost_GoesOnWhereItWas()
    {
        var submission = Submissions.Add();
        submission.BreakWatchers = 2;
        submission.Emit(new StateChanged(SubmissionState.Running, 1)).Emit(new ProgressMade(new Progress(0, 1)));
        using var events = await OpenAsync(submission);
        Assert.StartsWith("1 ", await events.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("2 ", await events.ReadAsync(), StringComparison.Ordinal);

        submission.Emit(new ProgressMade(new Progress(1, 1))).Finish(Samples.Result(Samples.Test()));

        Assert.StartsWith("3 ", await events.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("4 result", await events.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(0, submission.WatchedAfter[0]);
        Assert.All(submission.WatchedAfter[1..], static after => Assert.Equal(2, after));
    }

    [Fact]
    public async Task Events_NothingHappens_SendsHeartbeats()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:HeartbeatInterval"] = "00:00:00.020" });
        using var response = await app.Http.GetAsync($"/events?id={Submissions.Add().Id}", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        for (var beat = 0; beat < 3; beat++)
        {
            Assert.StartsWith(":", await reader.ReadLineAsync(), StringComparison.Ordinal);
            Assert.Equal(string.Empty, await reader.ReadLineAsync());
        }
    }

    [Fact]
    public async Task Events_ClientGoesAway_StopsWatching()
    {
        var submission = Submissions.Add().Emit(new StateChanged(SubmissionState.Running, 1));
        var events = await OpenAsync(submission);
        await events.ReadAsync();

        events.Dispose();

        await submission.WatcherGone.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Events_ServerStops_EndsTheStream()
    {
        var app = await StartAppAsync();
        using var response = await app.Http.GetAsync($"/events?id={Submissions.Add().Id}", HttpCompletionOption.ResponseHeadersRead);
        var body = response.Content.ReadAsStringAsync();

        await app.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(string.Empty, await body);
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Events_BadEncoding_SaysSo() => (await App.GetAsync($"/events?id={Submissions.Add().Id}&encoding=x")).AssertInvalid("encoding");

    private async Task<EventReader> OpenAsync(FakeSubmission submission, string query = "", string? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/events?id={submission.Id}{query}");
        if (lastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        var response = await App.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new EventReader(response, await response.Content.ReadAsStreamAsync());
    }
}
