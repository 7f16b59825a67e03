using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Tests.Fakes;

namespace CodeRunner.Gateway.Tests.Api.CodeRunner;

public sealed partial class OpenApiTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private const string Hello = """{"language":"cpp","code":"int main(){}"}""";

    [Fact]
    public async Task Document_Routes_AreAllThereAreAndDescribed()
    {
        var document = await GetDocumentAsync();

        Assert.Equal(
            ["get /cluster", "get /events", "get /healthz", "get /languages", "get /readyz", "get /request", "get /status", "post /cancel", "post /run"],
            Operations(document).Select(static operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal));
        foreach (var (method, path, operation) in Operations(document))
        {
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("summary").GetString()), $"{method} {path} has no summary.");
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("description").GetString()), $"{method} {path} has no description.");
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("operationId").GetString()), $"{method} {path} has no id.");
        }
    }

    [Fact]
    public async Task Document_EveryMember_IsDescribed()
    {
        var schemas = (await GetDocumentAsync()).GetProperty("components").GetProperty("schemas");

        foreach (var schema in schemas.EnumerateObject().Where(static schema => schema.Value.TryGetProperty("properties", out _)))
        {
            Assert.True(schema.Value.TryGetProperty("description", out _), schema.Name);
            foreach (var member in schema.Value.GetProperty("properties").EnumerateObject())
            {
                var described = member.Value.TryGetProperty("description", out _)
                    || (member.Value.TryGetProperty("oneOf", out var choices) && choices.EnumerateArray().Any(static choice => choice.TryGetProperty("description", out _)));
                Assert.True(described || schema.Name == "OutputEvent", $"{schema.Name}.{member.Name} is not described.");
            }
        }
    }

    [Fact]
    public async Task Document_NoWord_IsTheUnsetOne() =>
        Assert.DoesNotContain("\"unknown\"", (await App.GetAsync("/openapi/v1.json")).Text, StringComparison.Ordinal);

    [Fact]
    public async Task Document_Examples_HaveTheShapesOfTheirSchemas()
    {
        var document = await GetDocumentAsync();
        var shape = new JsonShape(document);
        var checkedCount = 0;
        foreach (var (method, path, operation) in Operations(document))
        {
            var media = operation.GetProperty("responses").EnumerateObject().Select(static response => response.Value)
                .Concat(operation.TryGetProperty("requestBody", out var body) ? [body] : [])
                .SelectMany(static part => part.GetProperty("content").EnumerateObject()).Select(static part => part.Value);
            foreach (var part in media.Where(static part => part.TryGetProperty("example", out _)))
            {
                var problems = new List<string>();
                shape.Check(part.GetProperty("schema"), part.GetProperty("example"), $"{method} {path}", problems);
                Assert.Empty(problems);
                checkedCount++;
            }
        }

        Assert.True(checkedCount > 5);
    }

    [Fact]
    public async Task Document_RealAnswers_HaveTheShapesThatItSays()
    {
        var queued = Submissions.Add().With(static snapshot => snapshot with { QueuePosition = 1 });
        var running = Submissions.Add(hasTests: true).With(static snapshot => snapshot with { State = SubmissionState.Running, Progress = new Progress(1, 2) });
        var finished = Submissions.Add(hasTests: true).Finish(Samples.Result(Samples.Test(), Samples.Test(Verdict.RuntimeError) with { Signal = "SIGABRT", ExitCode = null }));
        var failed = Submissions.Add().Finish(new SubmissionResult { Verdict = Verdict.InternalError, Message = "why", FinishedAt = Samples.CreatedAt });
        var broken = Submissions.Add();
        broken.Failure = new TimeoutException("Scripted.");
        var answers = new (string Method, string Path, Func<Task<Reply>> Get)[]
        {
            ("post", "/run", () => App.PostAsync("/run", Hello)),
            ("post", "/run", () => App.PostAsync("/run", "{}")),
            ("post", "/run", () => App.PostAsync("/run", Hello, "text/plain")),
            ("post", "/run", () => App.PostAsync("/run", new byte[17 << 20])),
            ("get", "/status", () => App.GetAsync("/status")),
            ("get", "/status", () => App.GetAsync($"/status?id={Guid.NewGuid()}")),
            ("get", "/status", () => App.GetAsync($"/status?id={queued.Id}")),
            ("get", "/status", () => App.GetAsync($"/status?id={running.Id}")),
            ("get", "/status", () => App.GetAsync($"/status?id={finished.Id}")),
            ("get", "/status", () => App.GetAsync($"/status?id={finished.Id}&encoding=base64")),
            ("get", "/status", () => App.GetAsync($"/status?id={failed.Id}")),
            ("get", "/status", () => App.GetAsync($"/status?id={broken.Id}")),
            ("get", "/events", () => App.GetAsync("/events?id=x")),
            ("get", "/events", () => App.GetAsync($"/events?id={Guid.NewGuid()}")),
            ("post", "/cancel", () => App.PostAsync($"/cancel?id={queued.Id}")),
            ("post", "/cancel", () => App.PostAsync($"/cancel?id={finished.Id}")),
            ("post", "/cancel", () => App.PostAsync("/cancel")),
            ("get", "/languages", () => App.GetAsync("/languages")),
            ("get", "/cluster", () => App.GetAsync("/cluster")),
            ("get", "/healthz", () => App.GetAsync("/healthz")),
            ("get", "/readyz", () => App.GetAsync("/readyz")),
        };
        var document = await GetDocumentAsync();
        var shape = new JsonShape(document);

        foreach (var (method, path, get) in answers)
        {
            var reply = await get();
            var response = document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses")
                .GetProperty(((int)reply.Status).ToString(System.Globalization.CultureInfo.InvariantCulture));
            var problems = new List<string>();
            shape.Check(response.GetProperty("content").GetProperty(reply.ContentType!).GetProperty("schema"), reply.Json, $"{method} {path} {reply.Status}", problems);
            Assert.Empty(problems);
        }
    }

    [Fact]
    public async Task Document_RealEvents_HaveTheShapesThatItSays()
    {
        var submission = Submissions.Add();
        var all = App.GetAsync($"/events?id={submission.Id}");
        await submission.Watched.Task;
        submission
            .Emit(new StateChanged(SubmissionState.Running, 1))
            .Emit(new ProgressMade(new Progress(0, 1)))
            .Emit(new OutputWritten(1, OutputStream.Stderr, Contracts.Blob.FromText("x")))
            .Emit(new TestFinished(1, Verdict.Accepted, Samples.Usage))
            .Emit(new EventsMissed(1))
            .Finish(Samples.Result(Samples.Test()));
        var shape = new JsonShape(await GetDocumentAsync());
        var schemas = new Dictionary<string, string>
        {
            ["state"] = "StateEvent",
            ["progress"] = "ProgressResponse",
            ["output"] = "OutputEvent",
            ["test"] = "TestEvent",
            ["missed"] = "MissedEvent",
            ["result"] = "StatusResponse",
        };

        var events = EventPattern().Matches((await all).Text);

        Assert.Equal(schemas.Keys, events.Select(static match => match.Groups["name"].Value).Distinct());
        foreach (var happened in events.Cast<Match>())
            Assert.Empty(shape.Check(schemas[happened.Groups["name"].Value], JsonDocument.Parse(happened.Groups["data"].Value).RootElement));
    }

    [Fact]
    public async Task Document_Bounds_AreThoseOfTheSettings()
    {
        await using var app = await StartAppAsync(new()
        {
            ["Gateway:Limits:MaxCpuTime"] = "00:00:03",
            ["Gateway:Limits:MaxTests"] = "7",
            ["Gateway:MaxWait"] = "00:00:09",
        });

        var document = (await app.GetAsync("/openapi/v1.json")).Json;

        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.Equal(3000, schemas.GetProperty("RunLimits").GetProperty("properties").GetProperty("cpuTimeMs").GetProperty("maximum").GetInt32());
        Assert.Equal(7, schemas.GetProperty("RunRequest").GetProperty("properties").GetProperty("tests").GetProperty("maxItems").GetInt32());
        var wait = document.GetProperty("paths").GetProperty("/status").GetProperty("get").GetProperty("parameters").EnumerateArray()
            .Single(static parameter => parameter.GetProperty("name").GetString() == "wait");
        Assert.Equal(9, wait.GetProperty("schema").GetProperty("maximum").GetInt32());
    }

    [Fact]
    public async Task Page_Docs_LoadsNothingFromElsewhere()
    {
        var page = await App.GetAsync("/docs");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("text/html", page.ContentType);
        Assert.DoesNotContain("//", page.Text.Replace("<!doctype html>", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; script-src 'self'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        var scripts = ScriptPattern().Matches(page.Text).Select(static match => match.Groups["source"].Value).ToList();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            var reply = await App.GetAsync($"/docs/{script}");
            Assert.Equal(HttpStatusCode.OK, reply.Status);
            Assert.NotEmpty(reply.Bytes);
        }
    }

    private async Task<JsonElement> GetDocumentAsync() => (await App.GetAsync("/openapi/v1.json")).Json;

    private static IEnumerable<(string Method, string Path, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (operation.Name, path.Name, operation.Value);

    [GeneratedRegex("event: (?<name>.+)\ndata: (?<data>.+)\n")]
    private static partial Regex EventPattern();

    [GeneratedRegex("<script[^>]* src=\"(?<source>[^\"]+)\"")]
    private static partial Regex ScriptPattern();
}
