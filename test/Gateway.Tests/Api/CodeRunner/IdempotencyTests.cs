using System.Net;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Intake;
using CodeRunner.Grains.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Gateway.Tests.Api.CodeRunner;

/// <summary>The header Idempotency-Key, and calls that fail for a moment.</summary>
public sealed class IdempotencyTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private const string Hello = """{"language":"cpp","code":"int main(){}"}""";

    [Fact]
    public async Task Run_SameKey_IsTheSameJobHoweverOften()
    {
        var key = Guid.NewGuid().ToString();

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RunAsync(App, key)));

        var id = Assert.Single(replies.Select(static reply => reply.Json.GetProperty("jobId").GetGuid()).Distinct());
        Assert.Equal(8, id.Version);
        Assert.All(replies, static reply => Assert.Equal(HttpStatusCode.Accepted, reply.Status));
        Assert.Equal(replies.Length, Submissions.Submitted.Count(submitted => submitted.Id == id));
        Assert.Single(Submissions.Submitted.Where(submitted => submitted.Id == id).Select(static submitted => submitted.Request.Fingerprint).Distinct());
    }

    [Fact]
    public async Task Run_OtherKeyOrClient_IsAnotherJob()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:ApiKeys:alice"] = "a", ["Gateway:ApiKeys:bob"] = "b" });

        var ids = new[]
        {
            await RunAsync(app, "one", apiKey: "a"), await RunAsync(app, "two", apiKey: "a"), await RunAsync(app, "one", apiKey: "b"), await RunAsync(app, "one"),
        }.Select(static reply => reply.Json.GetProperty("jobId").GetGuid());

        Assert.Equal(4, ids.Distinct().Count());
    }

    // Which dispatcher it waits with is chosen; where a key decides, it stays where its earlier tries went.
    [Fact]
    public async Task Run_WithoutKey_HasAnIdThatIsChosen_WithKeyItsOwn()
    {
        var chosen = Guid.NewGuid();
        await using var app = await StartAppAsync(configure: services => services.AddSingleton<ISubmissionIds>(new Chosen(chosen)));

        Assert.Equal(chosen, (await app.PostAsync("/run", Hello)).Json.GetProperty("jobId").GetGuid());
        var key = Guid.NewGuid().ToString();
        var ids = new[] { await RunAsync(app, key), await RunAsync(app, key) }.Select(static reply => reply.Json.GetProperty("jobId").GetGuid());
        Assert.NotEqual(chosen, Assert.Single(ids.Distinct()));
    }

    [Fact]
    public async Task Run_OtherBodyOrEncoding_HasAnotherFingerprint()
    {
        var key = Guid.NewGuid().ToString();
        await RunAsync(App, key);
        await RunAsync(App, key, Hello + " ");

        Assert.Equal(2, Submissions.Submitted.TakeLast(2).Select(static submitted => submitted.Request.Fingerprint).Distinct().Count());
    }

    [Fact]
    public async Task Run_WithoutKey_HasNoFingerprint()
    {
        await App.PostAsync("/run", Hello);

        Assert.True(Submissions.Submitted.Last().Request.Fingerprint.IsEmpty);
    }

    [Fact]
    public async Task Run_KeyOfAnotherRequest_Is422()
    {
        Submissions.OnSubmit = static _ => new Rejection(RejectionReason.KeyReused, TimeSpan.Zero, 0);

        var reply = await RunAsync(App, "used");

        Submissions.OnSubmit = static _ => null;
        Assert.Contains("Idempotency-Key", reply.AssertProblem(HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Null(reply.Header("Retry-After"));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    public async Task Run_BadKey_NamesTheHeaderAndTheBound(string key) =>
        Assert.Contains("255", (await RunAsync(App, key)).AssertInvalid(IdempotencyKey.Name), StringComparison.Ordinal);

    [Fact]
    public async Task Run_LongestKey_IsTakenAndOneMoreIsNot()
    {
        Assert.Equal(HttpStatusCode.Accepted, (await RunAsync(App, new string('k', 255))).Status);
        (await RunAsync(App, new string('k', 256))).AssertInvalid(IdempotencyKey.Name);
    }

    [Fact]
    public async Task Run_CallFailsForAMoment_IsMadeAgainForTheSameJob()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:CallPatience"] = "00:00:10", ["Retry:FirstDelay"] = "00:00:00.001" });
        var failures = 3;
        Submissions.OnSubmit = _ => failures-- > 0 ? throw new TimeoutException("Scripted.") : null;

        var reply = await app.PostAsync("/run", Hello);

        Submissions.OnSubmit = static _ => null;
        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        Assert.Single(Submissions.Submitted.TakeLast(4).Select(static submitted => submitted.Id).Distinct());
    }

    private static Task<Reply> RunAsync(GatewayApp app, string key, string body = Hello, string? apiKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/run") { Content = new StringContent(body, null, "application/json") };
        request.Headers.TryAddWithoutValidation(IdempotencyKey.Name, key);
        if (apiKey is not null)
            request.Headers.Add("X-API-Key", apiKey);
        return app.SendAsync(request);
    }

    private sealed class Chosen(Guid id) : ISubmissionIds
    {
        public Guid Next() => id;
    }
}
