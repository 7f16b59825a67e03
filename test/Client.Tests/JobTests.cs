using System.Net;

namespace CodeRunner.Client.Tests;

public sealed class JobTests : ClientTest
{
    private static readonly RunRequest _hello = new() { Language = "cpp", Code = "int main() { return 1 < 2; }" };

    [Fact]
    public async Task Submit_Acknowledged_SendsOnlyWhatIsSetAndGivesTheId()
    {
        Server.Answer(HttpStatusCode.Accepted, $$"""{"jobId":"{{FakeServer.Job}}","status":"queued"}""");
        var request = _hello with
        {
            Tests = [new(Stdin: "2", ExpectedOutput: "3"), new("b")],
            Checker = RunChecker.Float(relativeTolerance: 0.5),
            Limits = new RunLimits { CpuTimeMs = 5 },
            Priority = RunPriority.Batch,
        };

        var id = await Server.Client().SubmitAsync(request);

        Assert.Equal(FakeServer.Job, id);
        Assert.Equal("POST /base/run", Server.Requests[0].Line);
        Assert.Equal(
            """{"language":"cpp","code":"int main() { return 1 < 2; }","tests":[{"stdin":"2","expectedOutput":"3"},{"name":"b"}]"""
            + ""","checker":{"type":"float","relativeTolerance":0.5},"limits":{"cpuTimeMs":5},"priority":"batch"}""",
            Server.Requests[0].Body);
    }

    [Fact]
    public async Task Submit_PlainChecker_IsSentAsItsName()
    {
        Server.Answer(HttpStatusCode.Accepted, $$"""{"jobId":"{{FakeServer.Job}}","status":"queued"}""");

        await Server.Client().SubmitAsync(_hello with { Checker = RunChecker.Tokens }, ContentEncoding.Base64);

        Assert.Equal("POST /base/run?encoding=base64", Server.Requests[0].Line);
        Assert.EndsWith(""","checker":"tokens"}""", Server.Requests[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ResultInTime_IsOneRequest()
    {
        Server.AnswerStatus("completed");

        var job = await Server.Client().RunAsync(_hello);

        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal("POST /base/run?wait=30", Assert.Single(Server.Requests).Line);
    }

    [Fact]
    public async Task Run_NoResultInTime_AsksOn()
    {
        Server.Answer(HttpStatusCode.Accepted, $$"""{"jobId":"{{FakeServer.Job}}","status":"running"}""")
            .AnswerStatus("running").AnswerStatus("failed");

        var job = await Server.Client(static options => options.LongPoll = TimeSpan.FromSeconds(7), Clock).RunAsync(_hello);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal(
            ["POST /base/run?wait=7", $"GET /base/status?id={FakeServer.Job}&wait=7", $"GET /base/status?id={FakeServer.Job}&wait=7"],
            Server.Requests.Select(static request => request.Line));
    }

    [Fact]
    public async Task Wait_NoResultWithin_Throws()
    {
        for (var i = 0; i < 6; i++)
            Server.AnswerStatus("queued");

        var waiting = Server.Client(time: Clock).WaitAsync(FakeServer.Job, within: TimeSpan.FromSeconds(1));

        Assert.Contains("Queued", (await Assert.ThrowsAsync<TimeoutException>(() => waiting)).Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(1), new TimeSpan(Clock.Waits.Sum(static wait => wait.Ticks)));
        Assert.Equal($"GET /base/status?id={FakeServer.Job}", Server.Requests[^1].Line);
    }

    [Fact]
    public async Task Get_WholeAnswer_IsRead()
    {
        Server.Answer(HttpStatusCode.OK, $$"""
            {
              "success": true, "jobId": "{{FakeServer.Job}}", "state": "completed", "output": "5\n", "language": "cpp",
              "verdict": "wrong_answer", "message": "m", "stdout": "5\n", "stderr": "e", "compileOutput": "c",
              "stdoutTruncated": true, "stderrTruncated": false, "compileOutputTruncated": false,
              "exitCode": null, "signal": "SIGSEGV", "cpuTimeMs": 1.5, "wallTimeMs": 2, "memoryBytes": 3,
              "compile": { "cpuTimeMs": 301.2, "wallTimeMs": 310.5, "memoryBytes": 83886080 },
              "tests": [{ "name": "a", "verdict": "brand_new", "message": null, "stdout": "", "stderr": "",
                "stdoutTruncated": false, "stderrTruncated": false, "exitCode": 7, "signal": null, "cpuTimeMs": 1, "wallTimeMs": 2,
                "memoryBytes": 3 }],
              "queuePosition": 4, "progress": { "phase": "testing", "test": 1, "tests": 2, "text": "t" }, "attempts": 1,
              "createdAt": "2026-01-02T03:04:05.12+00:00", "startedAt": null, "finishedAt": null, "contentsRemoved": false, "later": []
            }
            """);

        var job = await Server.Client().GetAsync(FakeServer.Job, ContentEncoding.Base64);

        Assert.Equal($"GET /base/status?id={FakeServer.Job}&encoding=base64", Server.Requests[0].Line);
        Assert.Equal((Verdict.WrongAnswer, "SIGSEGV", 3L, null), (job.Verdict, job.Signal, job.MemoryBytes, job.ExitCode));
        Assert.Equal(new CompileUsage(301.2, 310.5, 83886080), job.Compile);
        Assert.Equal((Verdict.Unknown, 7), (job.Tests![0].Verdict, job.Tests[0].ExitCode)); // It was answered with tests.
        Assert.Equal(new JobProgress(JobPhase.Testing, 1, 2, "t"), job.Progress);
    }

    [Fact]
    public async Task Cancel_Job_SaysWhetherItHadNoResult()
    {
        Server.Answer(HttpStatusCode.OK, $$"""{"success":true,"jobId":"{{FakeServer.Job}}","state":"cancelled"}""")
            .AnswerProblem(HttpStatusCode.Conflict);
        var client = Server.Client();

        Assert.True(await client.CancelAsync(FakeServer.Job));
        Assert.False(await client.CancelAsync(FakeServer.Job));
        Assert.Equal($"POST /base/cancel?id={FakeServer.Job}", Server.Requests[1].Line);
    }

    [Fact]
    public async Task GetRequest_EveryDefaultFilledIn_IsRead()
    {
        Server.Answer(HttpStatusCode.OK, """
            {"language":"cpp","code":"x","args":["a"],"files":[{"name":"a.h","content":"y"}],
             "tests":[{"name":"test 1","stdin":"","expectedOutput":"1"}],
             "checker":{"type":"float","absoluteTolerance":1E-06,"relativeTolerance":1E-06},
             "limits":{"cpuTimeMs":2000},"priority":"interactive","isolation":"test"}
            """);

        var request = await Server.Client().GetRequestAsync(FakeServer.Job);

        Assert.Equal(RunChecker.Float(1e-6, 1e-6), request.Checker);
        Assert.Equal((RunIsolation.Test, RunPriority.Interactive), (request.Isolation, request.Priority));
        Assert.Equal([new RunFile("a.h", "y")], request.Files!);
        Assert.Equal([new RunTest("test 1", "", "1")], request.Tests!);
    }

    [Fact]
    public async Task Request_ApiKey_IsSent()
    {
        Server.Answer(HttpStatusCode.OK, "[]");

        await Server.Client(static options => options.ApiKey = "secret").GetLanguagesAsync();

        Assert.Equal("secret", Server.Requests[0].Headers["X-API-Key"]);
    }
}
