using System.Net;

namespace CodeRunner.Client.Tests;

public sealed class RetryTests : ClientTest
{
    private const string Key = "Idempotency-Key";
    private static readonly RunRequest _hello = new() { Language = "cpp", Code = "int main() {}" };

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task Submit_RefusedForNow_WaitsAsLongAsTheServerSays(HttpStatusCode status)
    {
        Server.AnswerProblem(status, retryAfter: TimeSpan.FromSeconds(5))
            .AnswerProblem(status, retryAfter: TimeSpan.FromSeconds(7))
            .AnswerStatus("queued");

        await Server.Client(time: Clock).SubmitAsync(_hello);

        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(7)], Clock.Waits);
    }

    [Fact]
    public async Task Submit_SentAgain_HasTheSameKeyAndBody()
    {
        Server.Fail().AnswerProblem(HttpStatusCode.ServiceUnavailable).AnswerStatus("queued").AnswerStatus("queued");
        var client = Server.Client(time: Clock);

        await client.SubmitAsync(_hello);
        await client.SubmitAsync(_hello);

        Assert.Single(Server.Requests.Take(3).Select(static request => (request.Body, request.Headers[Key])).Distinct());
        Assert.NotEqual(Server.Requests[0].Headers[Key], Server.Requests[3].Headers[Key]);
    }

    [Fact]
    public async Task Submit_OwnKey_IsSent()
    {
        Server.AnswerStatus("queued");

        await Server.Client(static options => options.Retries = 0).SubmitAsync(_hello, idempotencyKey: "mine");

        Assert.Equal("mine", Server.Requests[0].Headers[Key]);
    }

    [Fact]
    public async Task Submit_RetriesOff_IsSentOnceWithoutKey()
    {
        Server.AnswerProblem(HttpStatusCode.ServiceUnavailable, retryAfter: TimeSpan.FromSeconds(1));

        var client = Server.Client(static options => options.Retries = 0, Clock);
        var refused = await Assert.ThrowsAsync<EngineBusyException>(() => client.SubmitAsync(_hello));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), (refused.Status, refused.RetryAfter));
        Assert.DoesNotContain(Key, Assert.Single(Server.Requests).Headers.Keys);
        Assert.Empty(Clock.Waits);
    }

    [Fact]
    public async Task Get_NeverAnswered_GivesUpAfterAsManyRetriesWithGrowingWaits()
    {
        for (var i = 0; i < 4; i++)
            Server.Fail();

        var client = Server.Client(static options => options.Retries = 3, Clock);
        await Assert.ThrowsAsync<EngineUnreachableException>(() => client.GetAsync(FakeServer.Job));

        Assert.Equal(4, Server.Requests.Count);
        Assert.Collection(
            Clock.Waits,
            static wait => Assert.InRange(wait.TotalSeconds, 0.25, 0.5),
            static wait => Assert.InRange(wait.TotalSeconds, 0.5, 1),
            static wait => Assert.InRange(wait.TotalSeconds, 1, 2));
    }

    [Fact]
    public async Task Get_ServerAsksForALongerWaitThanAllowed_GivesUpAtOnce()
    {
        Server.AnswerProblem(HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.FromSeconds(31));

        await Assert.ThrowsAsync<EngineBusyException>(() => Server.Client(time: Clock).GetAsync(FakeServer.Job));

        Assert.Empty(Clock.Waits);
    }

    [Fact]
    public async Task Get_AnswerBreaksOff_AsksAgain()
    {
        Server.Answer(static () => new HttpResponseMessage
        {
            Content = new StreamContent(new BrokenStream()) { Headers = { { "Content-Type", "application/json" } } },
        }).AnswerStatus("completed");

        Assert.True((await Server.Client(time: Clock).GetAsync(FakeServer.Job)).IsFinished);
    }

    [Fact]
    public async Task Get_CallerGivesUp_IsNoFailureOfTheServer()
    {
        using var enough = new CancellationTokenSource();
        Server.Answer(async token =>
        {
            await enough.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("Nobody gets here.");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Server.Client().GetAsync(FakeServer.Job, cancellationToken: enough.Token));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, typeof(InvalidRequestException))]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, typeof(InvalidRequestException))]
    [InlineData(HttpStatusCode.UnprocessableEntity, typeof(InvalidRequestException))]
    [InlineData(HttpStatusCode.Unauthorized, typeof(UnauthorizedException))]
    [InlineData(HttpStatusCode.NotFound, typeof(NotFoundException))]
    [InlineData(HttpStatusCode.InternalServerError, typeof(CodeRunnerException))]
    public async Task Get_RefusedForGood_ThrowsTheServersSentenceAtOnce(HttpStatusCode status, Type expected)
    {
        Server.AnswerProblem(status, "What is wrong.");

        var exception = await Assert.ThrowsAnyAsync<CodeRunnerException>(() => Server.Client(time: Clock).GetAsync(FakeServer.Job));

        Assert.IsType(expected, exception);
        Assert.Equal((status, "What is wrong."), (exception.Status, exception.Message));
    }

    [Fact]
    public async Task Submit_WrongFields_AreAllNamed()
    {
        Server.AnswerProblem(HttpStatusCode.BadRequest, members: ""","errors":{"code":["a","b"],"limits.cpuTimeMs":["c"]}""");

        var exception = await Assert.ThrowsAsync<InvalidRequestException>(() => Server.Client().SubmitAsync(_hello));

        Assert.Equal(["code", "limits.cpuTimeMs"], exception.Errors.Keys);
        Assert.Equal(["a", "b"], exception.Errors["code"]);
    }

    [Theory]
    [InlineData("<html>", "text/html")]
    [InlineData("{", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("""{"state":"queued"}""", "application/json")]
    public async Task Get_AnswerIsNotOfThisApi_Throws(string body, string type)
    {
        Server.Answer(HttpStatusCode.OK, body, type);

        await Assert.ThrowsAsync<CodeRunnerException>(() => Server.Client(time: Clock).GetAsync(FakeServer.Job));
    }

    [Fact]
    public async Task IsReady_NotReadyOrNotThere_IsFalseAtOnce()
    {
        Server.AnswerProblem(HttpStatusCode.ServiceUnavailable, retryAfter: TimeSpan.FromSeconds(5)).Fail()
            .Answer(HttpStatusCode.OK, """{"status":"ready"}""");
        var client = Server.Client(time: Clock);

        Assert.False(await client.IsReadyAsync());
        Assert.False(await client.IsReadyAsync());
        Assert.True(await client.IsReadyAsync());
        Assert.Empty(Clock.Waits);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("Cut off.");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("Cut off.");
    }
}
