using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Languages;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Gateway.Tests.Api.CodeRunner;

/// <summary>The engine is not there yet, no longer, or does not answer: never the client's fault, and never an error of the gateway.</summary>
public sealed class EngineAwayTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private const string Hello = """{"language":"cpp","code":"int main(){}"}""";
    private const string Id = "11111111-2222-4333-8444-555555555555";

    public static TheoryData<string, string> Paths => new()
    {
        { "POST", "/run" },
        { "POST", $"/cancel?id={Id}" },
        { "GET", $"/status?id={Id}" },
        { "GET", $"/status?id={Id}&wait=5" },
        { "GET", $"/request?id={Id}" },
        { "GET", $"/events?id={Id}" },
        { "GET", "/cluster" },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public Task Call_BeforeThereAreGrains_IsAskedToComeBack(string method, string path) =>
        AssertAskedToComeBackAsync(method, path, new ArgumentException("Could not find an implementation for interface."));

    [Theory]
    [MemberData(nameof(Paths))]
    public Task Call_AfterTheClientIsGone_IsAskedToComeBack(string method, string path) =>
        AssertAskedToComeBackAsync(method, path, new ObjectDisposedException("IClusterClient"));

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Call_EngineNeverSeenAndSomethingFails_IsAskedToComeBack(string method, string path)
    {
        await using var app = await GatewayApp.StartAsync(
            Throwing(new FormatException("Anything.")), configure: static services => services.AddSingleton<ILanguageDirectory, NoLanguages>());

        var reply = await SendAsync(app, method, path);

        // A program in a language that is not known yet is refused before anybody is asked.
        Assert.NotEqual(HttpStatusCode.InternalServerError, reply.Status);
        Assert.True(reply.Status == HttpStatusCode.BadRequest || reply.Header("Retry-After") is not null);
    }

    [Fact]
    public async Task Call_NotAnswered_IsMadeASecondTime()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:DetourAfter"] = "00:00:00.1" });
        var calls = app.Services.GetRequiredService<SubmissionClient>();
        var made = 0;

        // The first goes through a silo that is frozen.
        var answer = await calls.CallAsync(Guid.NewGuid(), _ => ++made == 1 ? Never() : Task.FromResult(made), CancellationToken.None);

        Assert.Equal(2, answer);
    }

    [Fact]
    public async Task Call_StillNotAnswered_IsMadeOnceMoreBeforeItsTimeIsOver()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:DetourAfter"] = "00:00:00.1", ["Gateway:CallPatience"] = "00:00:00" });
        var calls = app.Services.GetRequiredService<SubmissionClient>();
        var made = 0;

        // The second still goes to the silo that is frozen: the others have not declared it dead yet. There is no second try.
        var answer = await calls.CallAsync(Guid.NewGuid(), _ => ++made < 3 ? Never() : Task.FromResult(made), CancellationToken.None);

        Assert.Equal(3, answer);
    }

    [Fact]
    public async Task Call_AnsweredLateButFirst_Counts()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:DetourAfter"] = "00:00:00.1" });
        var calls = app.Services.GetRequiredService<SubmissionClient>();
        var (made, first) = (0, new TaskCompletionSource<int>());

        var answer = await calls.CallAsync(
            Guid.NewGuid(),
            _ =>
            {
                if (++made == 1)
                    return first.Task;
                first.SetResult(made);
                return Never();
            },
            CancellationToken.None);

        Assert.Equal(2, answer);
    }

    [Fact]
    public async Task Call_AnsweredByNobody_IsGivenUpAfterItsTime()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:DetourAfter"] = "00:00:00.1", ["Gateway:CallTimeout"] = "00:00:00.3" });
        var calls = app.Services.GetRequiredService<SubmissionClient>();

        await Assert.ThrowsAsync<TimeoutException>(() => calls.CallAsync(Guid.NewGuid(), static _ => Never(), CancellationToken.None));
    }

    private static Task<int> Never() => new TaskCompletionSource<int>().Task;

    private static async Task AssertAskedToComeBackAsync(string method, string path, Exception exception)
    {
        await using var app = await GatewayApp.StartAsync(Throwing(exception));

        var reply = await SendAsync(app, method, path);

        reply.AssertProblem(HttpStatusCode.ServiceUnavailable);
        Assert.NotNull(reply.Header("Retry-After"));
    }

    private static Task<Reply> SendAsync(GatewayApp app, string method, string path) => method == "GET" ? app.GetAsync(path) : app.PostAsync(path, Hello);

    private static IGrainFactory Throwing(Exception exception)
    {
        var factory = DispatchProxy.Create<IGrainFactory, ThrowingFactory>();
        ((ThrowingFactory)factory).Exception = exception;
        return factory;
    }

    /// <summary>What Orleans gives before it is connected, and after.</summary>
    public class ThrowingFactory : DispatchProxy
    {
        public Exception? Exception { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw Exception!;
    }

    private sealed class NoLanguages : ILanguageDirectory
    {
        public ImmutableArray<LanguageInfo> Languages => [];

        public LanguageInfo? Find(string nameOrAlias) => null;
    }
}
