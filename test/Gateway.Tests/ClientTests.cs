using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using CodeRunner.Client;
using CodeRunner.Gateway.Tests.Fakes;
using Contract = CodeRunner.Contracts.Submissions;
using SiloStatus = CodeRunner.Client.SiloStatus;

namespace CodeRunner.Gateway.Tests;

/// <summary>The .NET client has records of its own. These tests say that they are the API's.</summary>
public sealed class ClientTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private static readonly RunRequest _hello = new() { Language = "cpp", Code = "int main() {}" };

    // What the client reads in another way: by the status, by the kind of an event, or not at all.
    private static readonly Dictionary<string, string[]> _unread = new()
    {
        ["StatusResponse"] = ["success", "status"],
    };

    public static TheoryData<string, Type> Records => new()
    {
        { "RunRequest", typeof(RunRequest) },
        { "RunFile", typeof(RunFile) },
        { "RunTest", typeof(RunTest) },
        { "RunLimits", typeof(RunLimits) },
        { "RunChecker", typeof(RunChecker) },
        { "StatusResponse", typeof(JobStatus) },
        { "CompileUsageResponse", typeof(CompileUsage) },
        { "TestResponse", typeof(TestStatus) },
        { "ProgressResponse", typeof(JobProgress) },
        { "StateEvent", typeof(StateEvent) },
        { "OutputEvent", typeof(OutputEvent) },
        { "TestEvent", typeof(TestEvent) },
        { "MissedEvent", typeof(MissedEvent) },
        { "LanguageInfo", typeof(Language) },
        { "DialectInfo", typeof(Dialect) },
        { "ClusterResponse", typeof(ClusterStatus) },
        { "SiloResponse", typeof(SiloStatus) },
        { "SiloLanguageResponse", typeof(SiloLanguage) },
        { "SlotsResponse", typeof(SlotStatus) },
        { "QueueResponse", typeof(QueueStatus) },
        { "ShardResponse", typeof(ShardStatus) },
        { "TotalsResponse", typeof(Totals) },
    };

    private CodeRunnerClient Client => new(App.Http, new() { Retries = 0 });

    [Theory]
    [MemberData(nameof(Records))]
    public async Task Record_Members_AreThoseOfTheDocument(string schema, Type record)
    {
        var schemas = (await App.GetAsync("/openapi/v1.json")).Json.GetProperty("components").GetProperty("schemas");
        var documented = schemas.GetProperty(schema).GetProperty("properties").EnumerateObject()
            .ToDictionary(static member => member.Name, static member => member.Value);

        var members = record.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .ToDictionary(static property => JsonNamingPolicy.CamelCase.ConvertName(property.Name), static property => property.PropertyType);

        Assert.Equal(documented.Keys.Except(_unread.GetValueOrDefault(schema) ?? []).Order(), members.Keys.Order());
        foreach (var (name, type) in members)
        {
            var fits = Fits(schemas, documented[name], Nullable.GetUnderlyingType(type) ?? type);
            Assert.True(fits, $"{schema}.{name} is no {type.Name}: {documented[name].GetRawText()}");
        }
    }

    [Fact]
    public async Task Job_ItsWholeLife_IsUnderstood()
    {
        var id = await Client.SubmitAsync(_hello with { Tests = [new("a", "1", "2")], Checker = RunChecker.Float(0.5) });
        var submission = Submissions.Find(id) ?? throw new InvalidOperationException("It is not stored.");
        Assert.Equal(JobState.Queued, (await Client.GetAsync(id)).State);
        var request = await Client.GetRequestAsync(id);
        Assert.Equal((0.5, "2"), (request.Checker?.AbsoluteTolerance, request.Tests?[0].ExpectedOutput));

        var watching = ListAsync(Client.WatchAsync(id));
        var waiting = Client.WaitAsync(id, TimeSpan.FromMinutes(1));
        await submission.Watched.Task;
        submission
            .Emit(new Contract.StateChanged(Contract.SubmissionState.Running, 1))
            .Emit(new Contract.ProgressMade(new Contract.Progress(1, 1)))
            .Emit(new Contract.OutputWritten(1, Contract.OutputStream.Stderr, Contracts.Blob.FromText("x")))
            .Emit(new Contract.TestFinished(1, Contract.Verdict.WrongAnswer, Samples.Usage))
            .Finish(Samples.Result(Samples.Test(Contract.Verdict.WrongAnswer, stdout: "<y>")));

        var finished = await waiting;
        Assert.Equal((JobState.Completed, Verdict.WrongAnswer, "<y>", 1), (finished.State, finished.Verdict, finished.Stdout, finished.Attempts));
        var events = await watching;
        Assert.Equal(
            [nameof(StateEvent), nameof(ProgressEvent), nameof(OutputEvent), nameof(TestEvent), nameof(ResultEvent)],
            events.Select(static happened => happened.GetType().Name));
        Assert.Equal("x", events.OfType<OutputEvent>().Single().Data);
        Assert.Equal(finished.FinishedAt, ((ResultEvent)events[^1]).Status.FinishedAt);
        Assert.False(await Client.CancelAsync(id));
    }

    [Fact]
    public async Task Refusal_WrongFields_AreNamed()
    {
        var wrong = _hello with { Limits = new() { CpuTimeMs = 99_999 }, Files = [new("", "")] };

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(() => Client.SubmitAsync(wrong));

        Assert.Equal(["files[0].name", "limits.cpuTimeMs"], refused.Errors.Keys.Order());
    }

    [Fact]
    public async Task Refusal_QueueFull_SaysWhenToComeBack()
    {
        Submissions.OnSubmit = static _ => new Contract.Rejection(Contract.RejectionReason.QueueFull, TimeSpan.FromSeconds(3), 7);
        try
        {
            Assert.Equal(TimeSpan.FromSeconds(3), (await Assert.ThrowsAsync<EngineBusyException>(() => Client.SubmitAsync(_hello))).RetryAfter);
        }
        finally
        {
            Submissions.OnSubmit = static _ => null;
        }
    }

    [Fact]
    public async Task Server_AboutItself_IsUnderstood()
    {
        Assert.Contains(await Client.GetLanguagesAsync(), static language => language.Id == "cpp");
        Assert.NotEmpty((await Client.GetClusterAsync()).Silos);
        Assert.True(await Client.IsReadyAsync());
        await Assert.ThrowsAsync<NotFoundException>(() => Client.GetAsync(Guid.NewGuid()));
    }

    private static async Task<List<JobEvent>> ListAsync(IAsyncEnumerable<JobEvent> events)
    {
        var all = new List<JobEvent>();
        await foreach (var happened in events)
            all.Add(happened);
        return all;
    }

    /// <summary>Whether what the document says of a member can be read into a type.</summary>
    private static bool Fits(JsonElement schemas, JsonElement schema, Type type)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Fits(schemas, schemas.GetProperty(reference.GetString()!.Split('/')[^1]), type); // A reference is a string.
        if (schema.TryGetProperty("oneOf", out var choices))
            return choices.EnumerateArray().Any(choice => Fits(schemas, choice, type));
        if (schema.TryGetProperty("enum", out var words))
            return type == typeof(string) || (type.IsEnum && words.EnumerateArray().All(word => Words(type).Contains(word.GetString())));
        var name = schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } types
            ? types.EnumerateArray().Select(static type => type.GetString()).Single(static type => type != "null")
            : schema.GetProperty("type").GetString();
        return name switch
        {
            "string" => type == typeof(string) || type == typeof(Guid) || type == typeof(DateTimeOffset),
            "integer" => type == typeof(int) || type == typeof(long),
            "number" => type == typeof(double),
            "boolean" => type == typeof(bool),
            "array" => Is(type, typeof(IReadOnlyList<>)) && Fits(schemas, schema.GetProperty("items"), type.GetGenericArguments()[0]),
            "object" when schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object =>
                Is(type, typeof(IReadOnlyDictionary<,>)) && Fits(schemas, others, type.GetGenericArguments()[1]),
            "object" => type.IsClass && type != typeof(string),
            _ => false,
        };
    }

    private static bool Is(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    private static IEnumerable<string> Words(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);
}
