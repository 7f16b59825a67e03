using System.Net;
using System.Text;
using CodeRunner.Gateway.Tests.Fakes;
using CodeRunner.Gateway.Traffic;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Gateway.Tests.Traffic;

/// <summary>The room of answers comes back, whatever the answer turns out to be.</summary>
public sealed class AnswerRoomTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private const int Large = 3 << 20;

    [Fact]
    public async Task Run_EarlierOneOfTheSameKeyStillRuns_HoldsNoRoomForItsRequest()
    {
        await using var app = await StartAppAsync();
        var id = await PostAsync(app, "/run");
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync($"/request?id={id}")).Status);

        Assert.Equal(id, await PostAsync(app, "/run?wait=1"));

        await AssertAllIsBackAsync(app);
    }

    [Theory]
    [InlineData("/status")]
    [InlineData("/request")]
    public async Task Answer_LargeOneIsGone_Is404AndHoldsNoRoom(string path)
    {
        await using var app = await StartAppAsync();
        var job = AddLarge();
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync($"{path}?id={job.Id}")).Status);
        Submissions.Remove(job.Id);

        (await app.GetAsync($"{path}?id={job.Id}")).AssertProblem(HttpStatusCode.NotFound);

        await AssertAllIsBackAsync(app);
    }

    [Fact]
    public async Task Wait_RequestIsLarge_HoldsNoRoomMeanwhile()
    {
        await using var app = await StartAppAsync();
        var job = Submissions.Add().With(static snapshot => snapshot with { Request = snapshot.Request with { Code = Contracts.Blob.FromText(new string('x', Large)) } });
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync($"/request?id={job.Id}")).Status);
        await AssertAllIsBackAsync(app);

        var waiting = app.GetAsync($"/status?id={job.Id}&wait=30");
        await job.Waited.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(0, Used(app));
        job.Finish(Samples.Result());
        Assert.Equal(HttpStatusCode.OK, (await waiting).Status);
    }

    private FakeSubmission AddLarge() => Submissions.Add()
        .With(static snapshot => snapshot with { Request = snapshot.Request with { Code = Contracts.Blob.FromText(new string('x', Large)) } })
        .Finish(Samples.Result(Samples.Test(stdout: new string('x', Large))));

    private static async Task<Guid> PostAsync(GatewayApp app, string path)
    {
        var program = $$"""{"language":"cpp","code":"int main(){}","stdin":"{{new string('x', Large)}}"}""";
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(program, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", "one");
        var reply = await app.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        return reply.Json.GetProperty("jobId").GetGuid();
    }

    private static long Used(GatewayApp app) => app.Services.GetRequiredService<TrafficBudget>().Used;

    // An answer is there a moment before its room is back.
    private static async Task AssertAllIsBackAsync(GatewayApp app)
    {
        for (var tries = 0; Used(app) > 0 && tries < 300; tries++)
            await Task.Delay(10);
        Assert.Equal(0, Used(app));
    }
}
