using System.Net;
using System.Text;
using System.Text.Json;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Gateway.Tests.Api.CodeRunner;

public sealed class StatusTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private static readonly string[] _members =
    [
        "success", "jobId", "state", "output", "language", "verdict", "message", "stdout", "stderr", "compileOutput", "stdoutTruncated",
        "stderrTruncated", "compileOutputTruncated", "exitCode", "signal", "cpuTimeMs", "wallTimeMs", "memoryBytes", "compile", "tests",
        "queuePosition", "progress", "attempts", "createdAt", "startedAt", "finishedAt",
        "contentsRemoved",
    ];

    public static TheoryData<string> BadIds =>
    [
        "?id=", "", "?id=x", "?id=3f2504e0", "?id=3f2504e04f8941d39a0c0305e82c3301", "?id={3f2504e0-4f89-41d3-9a0c-0305e82c3301}",
        "?id=(3f2504e0-4f89-41d3-9a0c-0305e82c3301)", "?id=%203f2504e0-4f89-41d3-9a0c-0305e82c330", "?id=3f2504e0-4f89-41d3-9a0c-0305e82c330g",
        "?id=3f2504e0-4f89-41d3-9a0c-0305e82c3301%00", "?id=3f2504e0-4f89-41d3-9a0c-0305e82c3301-", "?id=..%2f..%2fetc%2fpasswd",
        "?id=3f2504e0-4f89-41d3-9a0c-0305e82c3301&id=3f2504e0-4f89-41d3-9a0c-0305e82c3302", "?ID2=3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    ];

    [Theory]
    [MemberData(nameof(BadIds))]
    public async Task AnyEndpoint_BadId_SaysSo(string query)
    {
        (await App.GetAsync($"/status{query}")).AssertInvalid("id");
        (await App.GetAsync($"/events{query}")).AssertInvalid("id");
        (await App.PostAsync($"/cancel{query}")).AssertInvalid("id");
    }

    [Fact]
    public async Task AnyEndpoint_UnknownJob_Is404()
    {
        var id = Guid.NewGuid();

        Assert.Equal($"There is no job {id}.", (await App.GetAsync($"/status?id={id}")).AssertProblem(HttpStatusCode.NotFound));
        Assert.Equal($"There is no job {id}.", (await App.GetAsync($"/status?id={id}&wait=1")).AssertProblem(HttpStatusCode.NotFound));
        Assert.Equal($"There is no job {id}.", (await App.GetAsync($"/events?id={id}")).AssertProblem(HttpStatusCode.NotFound));
        Assert.Equal($"There is no job {id}.", (await App.PostAsync($"/cancel?id={id}")).AssertProblem(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task Status_UpperCaseId_IsTheSameJob() =>
        Assert.Equal(HttpStatusCode.OK, (await App.GetAsync($"/status?id={Submissions.Add().Id.ToString().ToUpperInvariant()}")).Status);

    [Fact]
    public async Task Status_Queued_HasAllMembersAndItsPosition()
    {
        var submission = Submissions.Add().With(static snapshot => snapshot with { QueuePosition = 7 });

        var reply = await App.GetAsync($"/status?id={submission.Id}");

        Assert.Equal("application/json", reply.ContentType);
        Assert.Equal(_members, reply.Json.EnumerateObject().Select(static member => member.Name));
        AssertMembers(reply.Json, $$"""
            {"success":true,"jobId":"{{submission.Id}}","state":"queued","output":"","language":"cpp","verdict":null,"message":null,"stdout":"","stderr":"",
             "compileOutput":"","stdoutTruncated":false,"stderrTruncated":false,"compileOutputTruncated":false,"exitCode":null,"signal":null,"cpuTimeMs":null,
             "wallTimeMs":null,"memoryBytes":null,"compile":null,"tests":null,"queuePosition":7,"progress":null,"attempts":0,
             "createdAt":"2026-01-02T03:04:05+00:00","startedAt":null,"finishedAt":null,"contentsRemoved":false}
            """);
    }

    [Theory]
    [InlineData(true, 0, """{"phase":"compiling","test":0,"tests":100,"text":"compiling"}""")]
    [InlineData(true, 17, """{"phase":"testing","test":17,"tests":100,"text":"test 17 of 100"}""")]
    [InlineData(false, 1, """{"phase":"testing","test":1,"tests":100,"text":"running"}""")]
    public async Task Status_Running_SaysHowFar(bool hasTests, int test, string progress)
    {
        var submission = Submissions.Add(hasTests).With(snapshot => snapshot with
        {
            State = SubmissionState.Running,
            Progress = new Progress(test, 100),
            Attempts = 2,
            StartedAt = Samples.CreatedAt,
        });

        var reply = await App.GetAsync($"/status?id={submission.Id}");

        AssertMembers(reply.Json, $$"""{"state":"running","attempts":2,"startedAt":"2026-01-02T03:04:05+00:00","progress":{{progress}}}""");
    }

    [Fact]
    public async Task Status_Accepted_HasTheFigures()
    {
        var submission = Submissions.Add().Finish(Samples.Result(Samples.Test(stdout: "hi\n")));

        var reply = await App.GetAsync($"/status?id={submission.Id}");

        AssertMembers(reply.Json, """
            {"state":"completed","verdict":"accepted","output":"hi\n","stdout":"hi\n","exitCode":0,"signal":null,"cpuTimeMs":1.482,"wallTimeMs":2.1,
             "memoryBytes":1511424,"compile":{"cpuTimeMs":300,"wallTimeMs":310,"memoryBytes":83886080},"tests":null,"attempts":1,
             "startedAt":"2026-01-02T03:04:06+00:00","finishedAt":"2026-01-02T03:04:07+00:00"}
            """);
    }

    [Fact]
    public async Task Status_Tests_TopLevelIsTheFirstNotAcceptedAndTheMaxima()
    {
        var submission = Submissions.Add(hasTests: true).Finish(Samples.Result(
            Samples.Test(name: "a", stdout: "1") with { Usage = new Usage(TimeSpan.FromMilliseconds(9), TimeSpan.FromMilliseconds(1), new ByteSize(1)) },
            Samples.Test(Verdict.RuntimeError, "b", "2") with { ExitCode = null, Signal = "SIGSEGV", Message = "Ended by SIGSEGV.", Stderr = Blob.FromText("oh") },
            Samples.Test(Verdict.WrongAnswer, "c", "3") with { Usage = new Usage(TimeSpan.Zero, TimeSpan.FromMilliseconds(99), new ByteSize(5_000_000)) })
            with
        { Message = "Test b: ended by SIGSEGV." });

        var reply = await App.GetAsync($"/status?id={submission.Id}");

        AssertMembers(reply.Json, """
            {"verdict":"runtime_error","message":"Test b: ended by SIGSEGV.","output":"2","stdout":"2","stderr":"oh","exitCode":null,"signal":"SIGSEGV",
             "cpuTimeMs":9,"wallTimeMs":99,"memoryBytes":5000000}
            """);
        var tests = reply.Json.GetProperty("tests");
        Assert.Equal(3, tests.GetArrayLength());
        Assert.True(JsonElement.DeepEquals(tests[1], JsonDocument.Parse("""
            {"name":"b","verdict":"runtime_error","message":"Ended by SIGSEGV.","stdout":"2","stderr":"oh","stdoutTruncated":false,"stderrTruncated":false,
             "exitCode":null,"signal":"SIGSEGV","cpuTimeMs":1.482,"wallTimeMs":2.1,"memoryBytes":1511424}
            """).RootElement));
    }

    [Fact]
    public async Task Status_AllAccepted_TopLevelIsTheLast()
    {
        var submission = Submissions.Add(hasTests: true).Finish(Samples.Result(Samples.Test(stdout: "1"), Samples.Test(stdout: "2")));

        Assert.Equal("2", (await App.GetAsync($"/status?id={submission.Id}")).Json.GetProperty("output").GetString());
    }

    [Theory]
    [InlineData(Verdict.Accepted, "completed", "accepted")]
    [InlineData(Verdict.WrongAnswer, "completed", "wrong_answer")]
    [InlineData(Verdict.TimeLimitExceeded, "completed", "time_limit_exceeded")]
    [InlineData(Verdict.MemoryLimitExceeded, "completed", "memory_limit_exceeded")]
    [InlineData(Verdict.OutputLimitExceeded, "completed", "output_limit_exceeded")]
    [InlineData(Verdict.RuntimeError, "completed", "runtime_error")]
    [InlineData(Verdict.CompileError, "completed", "compile_error")]
    [InlineData(Verdict.InternalError, "failed", "internal_error")]
    [InlineData(Verdict.Cancelled, "cancelled", "cancelled")]
    public async Task Status_EveryVerdict_HasItsWords(Verdict verdict, string state, string word)
    {
        var submission = Submissions.Add().Finish(Samples.Result(Samples.Test(verdict)) with { Verdict = verdict });

        AssertMembers((await App.GetAsync($"/status?id={submission.Id}")).Json, $$"""{"state":"{{state}}","verdict":"{{word}}"}""");
    }

    [Fact]
    public async Task Status_CancelledWhileItRan_HasWhatItWroteAndNoFigures()
    {
        var test = Samples.Test(Verdict.Cancelled) with { Stdout = Blob.FromText("so far"), Stderr = Blob.FromText("err"), ExitCode = null, Message = null };
        var submission = Submissions.Add().Finish(new SubmissionResult { Verdict = Verdict.Cancelled, Tests = [test], FinishedAt = Samples.CreatedAt });

        AssertMembers((await App.GetAsync($"/status?id={submission.Id}")).Json, """
            {"output":"so far","stdout":"so far","stderr":"err","message":null,"cpuTimeMs":null,"wallTimeMs":null,"memoryBytes":null,"exitCode":null}
            """);
    }

    [Theory]
    [InlineData(Verdict.CompileError, "main.cpp:1: error", "main.cpp:1: error")]
    [InlineData(Verdict.CompileError, "", "why")]
    [InlineData(Verdict.InternalError, "warning", "why")]
    [InlineData(Verdict.Cancelled, "warning", "why")]
    public async Task Status_NothingRan_OutputIsForThePerson(Verdict verdict, string compileOutput, string output)
    {
        var submission = Submissions.Add(hasTests: true).Finish(new SubmissionResult
        {
            Verdict = verdict,
            Message = "why",
            Compile = new CompileResult(false, Blob.FromText(compileOutput), true, Samples.Usage, "why"),
            FinishedAt = Samples.CreatedAt,
        });

        AssertMembers((await App.GetAsync($"/status?id={submission.Id}")).Json, $$"""
            {"output":"{{output}}","message":"why","compileOutput":"{{compileOutput}}","compileOutputTruncated":true,"tests":[],"cpuTimeMs":null,"exitCode":null}
            """);
    }

    [Fact]
    public async Task Status_CutOutput_IsMarked()
    {
        var submission = Submissions.Add(hasTests: true).Finish(Samples.Result(
            Samples.Test(Verdict.OutputLimitExceeded) with { StdoutTruncated = true },
            Samples.Test() with { StderrTruncated = true }));

        var json = (await App.GetAsync($"/status?id={submission.Id}")).Json;

        AssertMembers(json, """{"stdoutTruncated":true,"stderrTruncated":false}""");
        AssertMembers(json.GetProperty("tests")[0], """{"stdoutTruncated":true,"stderrTruncated":false}""");
        AssertMembers(json.GetProperty("tests")[1], """{"stdoutTruncated":false,"stderrTruncated":true}""");
    }

    [Fact]
    public async Task Status_WaitAndFinish_AnswersAtOnce()
    {
        var submission = Submissions.Add();

        var reply = App.GetAsync($"/status?id={submission.Id}&wait=60");
        await submission.Waited.Task;
        submission.Finish(Samples.Result(Samples.Test()));

        Assert.Equal("completed", (await reply).Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Status_WaitOver_AnswersWhatThereIs() =>
        Assert.Equal("queued", (await App.GetAsync($"/status?id={Submissions.Add().Id}&wait=1")).Json.GetProperty("state").GetString());

    [Fact]
    public async Task Status_ServerStops_AnswersWhatThereIs()
    {
        var app = await StartAppAsync();
        var submission = Submissions.Add();

        var reply = app.GetAsync($"/status?id={submission.Id}&wait=60");
        await submission.Waited.Task;
        await app.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal("queued", (await reply).Json.GetProperty("state").GetString());
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Wait_ClientGoesAway_EndsAtOnce()
    {
        var submission = Submissions.Add();
        using var gone = new CancellationTokenSource();

        var wait = App.Services.GetRequiredService<LongPoll>().WaitAsync(submission.Id, TimeSpan.FromSeconds(60), gone.Token);
        await submission.Waited.Task;
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("wait=-1", "wait")]
    [InlineData("wait=61", "wait")]
    [InlineData("encoding=hex", "encoding")]
    public async Task Status_BadParameter_SaysWhich(string query, string field) =>
        (await App.GetAsync($"/status?id={Submissions.Add().Id}&{query}")).AssertInvalid(field);

    [Fact]
    public async Task Status_EngineDoesNotAnswer_Is503()
    {
        var submission = Submissions.Add();
        submission.Failure = new TimeoutException("Scripted.");

        var reply = await App.GetAsync($"/status?id={submission.Id}");

        Assert.DoesNotContain("Scripted", reply.AssertProblem(HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        Assert.Equal("5", reply.Header("Retry-After"));
    }

    [Fact]
    public async Task Status_EngineFails_Is500WithoutDetails()
    {
        var submission = Submissions.Add();
        submission.Failure = new InvalidOperationException("Scripted.");

        var reply = await App.GetAsync($"/status?id={submission.Id}");

        reply.AssertProblem(HttpStatusCode.InternalServerError);
        Assert.DoesNotContain("Scripted", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_Queued_IsCancelled()
    {
        var submission = Submissions.Add();

        var reply = await App.PostAsync($"/cancel?id={submission.Id}");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal($$"""{"success":true,"jobId":"{{submission.Id}}","state":"cancelled"}""", reply.Text);
    }

    [Fact]
    public async Task Cancel_Finished_Is409() =>
        Assert.Contains(
            "has its result already",
            (await App.PostAsync($"/cancel?id={Submissions.Add().Finish(Samples.Result(Samples.Test())).Id}")).AssertProblem(HttpStatusCode.Conflict),
            StringComparison.Ordinal);

    private static void AssertMembers(JsonElement actual, string expected)
    {
        foreach (var member in JsonDocument.Parse(expected).RootElement.EnumerateObject())
        {
            var value = actual.GetProperty(member.Name);
            Assert.True(JsonElement.DeepEquals(member.Value, value), $"{member.Name} is {value.GetRawText()} and not {member.Value.GetRawText()}.");
        }
    }
}
