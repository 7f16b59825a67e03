using System.Net;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Tests.Fakes;

namespace CodeRunner.Gateway.Tests.Api.CodeRunner;

public sealed class RunTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private const string Hello = """{"language":"cpp","code":"int main(){}"}""";

    [Theory]
    [InlineData("1500")]
    [InlineData("1500.0")]
    [InlineData("1.5e3")]
    [InlineData("1.5E+3")]
    [InlineData("15000.00e-1")]
    [InlineData("0.00015e7")]
    public async Task Run_WholeNumberInAnyForm_IsTaken(string number)
    {
        await App.PostAsync("/run", $$$"""{"language":"cpp","code":"x","limits":{"cpuTimeMs":{{{number}}},"wallTimeMs":{{{number}}},"processes":2e0}}""");

        var limits = Submissions.Submitted.Last().Request.Limits;
        Assert.Equal((TimeSpan.FromMilliseconds(1500), TimeSpan.FromMilliseconds(1500), 2), (limits.CpuTime, limits.WallTime, limits.Processes));
    }

    [Fact]
    public async Task Run_Minimal_IsQueuedWithAllDefaults()
    {
        var reply = await App.PostAsync("/run", Hello);

        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        var id = reply.Json.GetProperty("jobId").GetGuid();
        Assert.Equal(4, id.Version);
        Assert.Equal($$"""{"jobId":"{{id}}","status":"queued"}""", reply.Text);
        Assert.Equal($"/status?id={id}", reply.Header("Location"));
        var (submitted, request) = Submissions.Submitted.Last();
        Assert.Equal(id, submitted);
        Assert.Equal("cpp", request.Language);
        Assert.Equal("int main(){}", request.Code.ToString());
        Assert.Equal("20", request.Standard);
        Assert.Empty(request.Files);
        Assert.Empty(request.Args);
        Assert.Empty(request.CompileOptions);
        Assert.False(request.HasTests);
        Assert.Equal([new TestCase("test 1", Blob.Empty, null)], request.Tests.ToArray());
        Assert.Equal(Checker.Default, request.Checker);
        Assert.False(request.StopOnFirstFailure);
        Assert.Equal(Lane.Interactive, request.Lane);
        Assert.Equal("127.0.0.1", request.Client);
        Assert.Equal(
            new Limits(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6), ByteSize.FromMiB(256), ByteSize.FromMiB(1), 64, ByteSize.FromMiB(256), ByteSize.FromMiB(16), true, TimeSpan.FromHours(1)),
            request.Limits);
        Assert.Equal(Isolation.Submission, request.Isolation);
    }

    [Fact]
    public async Task Run_Everything_ArrivesAsSent()
    {
        var reply = await App.PostAsync("/run", """
            {
              "language": "g++", "code": "\u0000é😀\n", "args": ["", "a b", "é"], "standard": "17", "compileOptions": ["-O3", "-Wall"],
              "files": [{"name": "lib/a.h", "content": ""}, {"name": "lib/b.h", "content": "x"}, {"name": "...", "content": "y"}],
              "tests": [{"name": "one", "stdin": "1\u0000", "expectedOutput": "2"}, {"stdin": "3"}, {"expectedOutput": ""}],
              "checker": {"type": "float", "absoluteTolerance": 0.5, "relativeTolerance": 0},
              "stopOnFirstFailure": true, "priority": "batch", "isolation": "test",
              "limits": {"cpuTimeMs": 15000, "wallTimeMs": 1, "totalWallTimeMs": 500, "memoryBytes": 1073741824, "stackBytes": 65536, "outputBytes": 1, "processes": 256}
            }
            """);

        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        var request = Submissions.Submitted.Last().Request;
        Assert.Equal("cpp", request.Language);
        Assert.Equal("\0é😀\n", request.Code.ToString());
        Assert.Equal(["", "a b", "é"], request.Args.ToArray());
        Assert.Equal("17", request.Standard);
        Assert.Equal(["-O3", "-Wall"], request.CompileOptions.ToArray());
        Assert.Equal(
            [new SubmittedFile("lib/a.h", Blob.Empty), new SubmittedFile("lib/b.h", Blob.FromText("x")), new SubmittedFile("...", Blob.FromText("y"))],
            request.Files.ToArray());
        Assert.True(request.HasTests);
        Assert.Equal(
            [
                new TestCase("one", Blob.FromText("1\0"), Blob.FromText("2")),
                new TestCase("test 2", Blob.FromText("3"), null),
                new TestCase("test 3", Blob.Empty, Blob.Empty),
            ],
            request.Tests.ToArray());
        Assert.Equal(new Checker(CheckerKind.Float, 0.5, 0), request.Checker);
        Assert.True(request.StopOnFirstFailure);
        Assert.Equal(Lane.Batch, request.Lane);
        Assert.Equal(
            new Limits(TimeSpan.FromSeconds(15), TimeSpan.FromMilliseconds(1), ByteSize.FromMiB(1024), new ByteSize(1), 256, ByteSize.FromKiB(64), ByteSize.FromMiB(16), false, TimeSpan.FromMilliseconds(500)),
            request.Limits);
        Assert.Equal(Isolation.Test, request.Isolation);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""" "limits": {"cpuTimeMs": 15000}, """)]
    [InlineData(""" "limits": {"wallTimeMs": 7200}, """)]
    [InlineData(""" "limits": {"wallTimeMs": 60000, "totalWallTimeMs": 3600000}, """)]
    public async Task Run_MostTests_AreTakenUnlessTheyAskForMoreThanAllMayTake(string limits)
    {
        var tests = string.Join(',', Enumerable.Repeat("{}", 500));

        var reply = await App.PostAsync("/run", $$"""{"language": "cpp", {{limits}} "code": "x", "tests": [{{tests}}]}""");

        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        Assert.Equal(TimeSpan.FromHours(1), Submissions.Submitted.Last().Request.Limits.TotalWallTime);
    }

    [Fact]
    public async Task Run_Base64_ArrivesByteByByte()
    {
        byte[] bytes = [0, 0xFF, 0xC3, 0x28, 0x1B];
        var base64 = Convert.ToBase64String(bytes);

        var reply = await App.PostAsync("/run?encoding=base64", $$"""
            {"language":"cpp","code":"{{base64}}","files":[{"name":"d","content":"{{base64}}"}],"tests":[{"stdin":"{{base64}}","expectedOutput":"{{base64}}"}]}
            """);

        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        var request = Submissions.Submitted.Last().Request;
        Assert.Equal(bytes, request.Code.Span);
        Assert.Equal(bytes, request.Files[0].Content.Span);
        Assert.Equal(bytes, request.Tests[0].Stdin.Span);
        Assert.Equal(bytes, request.Tests[0].ExpectedOutput!.Value.Span);
    }

    [Theory]
    [InlineData("exact", CheckerKind.Exact)]
    [InlineData("lines", CheckerKind.Lines)]
    [InlineData("tokens", CheckerKind.Tokens)]
    [InlineData("float", CheckerKind.Float)]
    public async Task Run_Checker_IsTakenAsWordAndAsObject(string word, CheckerKind kind)
    {
        await App.PostAsync("/run", $$"""{"language":"cpp","code":"x","checker":"{{word}}"}""");
        await App.PostAsync("/run", $$$"""{"language":"cpp","code":"x","checker":{"type":"{{{word}}}"}}""");

        Assert.Equal([kind, kind], Submissions.Submitted.TakeLast(2).Select(static submitted => submitted.Request.Checker.Kind));
    }

    [Fact]
    public async Task Run_WallTimeLeftOut_IsThreeTimesTheCpuTimeUpToItsMaximum()
    {
        await App.PostAsync("/run", """{"language":"cpp","code":"x","limits":{"cpuTimeMs":100}}""");

        Assert.Equal(TimeSpan.FromMilliseconds(300), Submissions.Submitted.Last().Request.Limits.WallTime);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=UTF-8")]
    [InlineData("application/vnd.api+json")]
    public async Task Run_OtherWordsForJson_AreTaken(string contentType) =>
        Assert.Equal(HttpStatusCode.Accepted, (await App.PostAsync("/run", Hello, contentType)).Status);

    [Fact]
    public async Task Run_ByteOrderMark_IsPassedOver() =>
        Assert.Equal(HttpStatusCode.Accepted, (await App.PostAsync("/run", "\uFEFF" + Hello)).Status);

    [Fact]
    public async Task Run_WaitAndResultInTime_AnswersWithTheResult()
    {
        Submissions.OnSubmit = static submission =>
        {
            _ = submission.Waited.Task.ContinueWith(_ => submission.Finish(Samples.Result(Samples.Test(stdout: "hi"))), TaskScheduler.Default);
            return null;
        };

        var reply = await App.PostAsync("/run?wait=60", Hello);

        Submissions.OnSubmit = static _ => null;
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("completed", reply.Json.GetProperty("status").GetString());
        Assert.Equal("completed", reply.Json.GetProperty("state").GetString());
        Assert.Equal("hi", reply.Json.GetProperty("output").GetString());
        Assert.Equal(Submissions.Submitted.Last().Id, reply.Json.GetProperty("jobId").GetGuid());
    }

    [Fact]
    public async Task Run_WaitAndNoResultInTime_SaysHowFarItIs()
    {
        Submissions.OnSubmit = static submission =>
        {
            submission.With(static snapshot => snapshot with { State = SubmissionState.Running });
            return null;
        };

        var reply = await App.PostAsync("/run?wait=1", Hello);

        Submissions.OnSubmit = static _ => null;
        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        Assert.Equal("running", reply.Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Run_EngineLostWhileWaiting_StillTellsTheId()
    {
        Submissions.OnSubmit = static submission =>
        {
            submission.Failure = new TimeoutException();
            return null;
        };

        var reply = await App.PostAsync("/run?wait=5", Hello);

        Submissions.OnSubmit = static _ => null;
        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        Assert.Equal(Submissions.Submitted.Last().Id, reply.Json.GetProperty("jobId").GetGuid());
    }

    [Theory]
    [InlineData(RejectionReason.ClientQueueFull, HttpStatusCode.TooManyRequests, "100")]
    [InlineData(RejectionReason.ClientStorageFull, HttpStatusCode.TooManyRequests, "100 MiB")]
    [InlineData(RejectionReason.QueueFull, HttpStatusCode.ServiceUnavailable, "100")]
    [InlineData(RejectionReason.StorageUnavailable, HttpStatusCode.ServiceUnavailable, "stored")]
    public async Task Run_Rejected_SaysWhyAndWhenToComeBack(RejectionReason reason, HttpStatusCode status, string word)
    {
        Submissions.OnSubmit = _ => new Rejection(reason, TimeSpan.FromMilliseconds(2100), 100);

        var reply = await App.PostAsync("/run", Hello);

        Submissions.OnSubmit = static _ => null;
        Assert.Contains(word, reply.AssertProblem(status), StringComparison.Ordinal);
        Assert.Equal("3", reply.Header("Retry-After"));
    }
}
