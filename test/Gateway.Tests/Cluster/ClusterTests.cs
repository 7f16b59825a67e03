using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Gateway.Tests.Cluster;

public sealed class ClusterTests(GatewayFixture fixture) : GatewayTest(fixture), IDisposable
{
    [Fact]
    public async Task Get_Cluster_HasSilosQueueAndTotals()
    {
        await using var app = await StartAppAsync();

        var cluster = (await app.GetAsync("/cluster")).Json;

        var silo = cluster.GetProperty("silos")[0];
        Assert.Equal(("one", "active", "127.0.0.1:1@5"), (silo.GetProperty("name").GetString(), silo.GetProperty("status").GetString(), silo.GetProperty("address").GetString()));
        Assert.Equal("C++", silo.GetProperty("languages")[0].GetProperty("name").GetString());
        Assert.Equal((4, 2, 3, 2.0), (silo.GetProperty("slots").GetInt32(), silo.GetProperty("busy").GetInt32(), silo.GetProperty("runs").GetInt32(), silo.GetProperty("runSeconds").GetDouble()));
        Assert.Equal("silent", cluster.GetProperty("silos")[1].GetProperty("status").GetString());
        Assert.Equal("""{"count":4,"busy":2}""", cluster.GetProperty("slots").GetRawText());
        Assert.Equal(
            """{"interactive":6,"batch":8,"running":4,"idleSlots":1,"limit":200,"shards":[{"shard":0,"reachable":true,"interactive":3,"batch":4,"running":2,"idleSlots":0},{"shard":1,"reachable":true,"interactive":3,"batch":4,"running":2,"idleSlots":1}]}""",
            cluster.GetProperty("queue").GetRawText());
        var totals = cluster.GetProperty("totals");
        Assert.Equal((10, 9, 4.5, 8, 6.25, 1), (
            totals.GetProperty("accepted").GetInt32(), totals.GetProperty("leased").GetInt32(), totals.GetProperty("waitSeconds").GetDouble(),
            totals.GetProperty("runs").GetInt32(), totals.GetProperty("runSeconds").GetDouble(), totals.GetProperty("retries").GetInt32()));
        Assert.Equal(
            """{"accepted":7,"wrong_answer":0,"time_limit_exceeded":1,"memory_limit_exceeded":0,"output_limit_exceeded":0,"runtime_error":0,"compile_error":0,"internal_error":0,"cancelled":0}""",
            totals.GetProperty("finished").GetRawText());
    }

    [Fact]
    public async Task Get_ManyAtOnceAndAgain_AsksTheClusterOnce()
    {
        var time = new FakeTimeProvider();
        await using var app = await StartAppAsync(configure: services => services.AddSingleton<TimeProvider>(time));
        var before = Cluster.Asked;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.GetAsync("/cluster")));
        time.Advance(TimeSpan.FromSeconds(0.9));
        await app.GetAsync("/cluster");
        var within = Cluster.Asked - before;
        time.Advance(TimeSpan.FromSeconds(0.1));
        await app.GetAsync("/cluster");

        Assert.Equal((1, 2), (within, Cluster.Asked - before));
    }

    [Fact]
    public async Task Get_ADispatcherIsAway_ShowsTheOthers()
    {
        await using var app = await StartAppAsync();
        Cluster.ShardFailure = new TimeoutException("Scripted.");

        var queue = (await app.GetAsync("/cluster")).Json.GetProperty("queue");

        Assert.Equal((3, 200), (queue.GetProperty("interactive").GetInt32(), queue.GetProperty("limit").GetInt32()));
        Assert.Equal([true, false], queue.GetProperty("shards").EnumerateArray().Select(static shard => shard.GetProperty("reachable").GetBoolean()));
    }

    [Fact]
    public async Task Get_TheClusterIsAway_IsAProblemAndTriedAgain()
    {
        await using var app = await StartAppAsync();
        Cluster.Failure = new TimeoutException("Scripted.");

        (await app.GetAsync("/cluster")).AssertProblem(HttpStatusCode.ServiceUnavailable);
        Cluster.Failure = null;

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/cluster")).Status);
    }

    [Fact]
    public async Task Get_WithoutTheKeyThatIsRequired_IsRefused()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:RequireApiKey"] = "true", ["Gateway:ApiKeys:me"] = "secret" });

        (await app.GetAsync("/cluster")).AssertProblem(HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(new(HttpMethod.Get, "/cluster") { Headers = { { "X-API-Key", "secret" } } })).Status);
    }

    [Fact]
    public async Task Get_Dashboard_IsNotThereUnlessTheSettingsWantIt() =>
        (await App.GetAsync("/dashboard/")).AssertProblem(HttpStatusCode.NotFound);

    public void Dispose() => Cluster.Failure = Cluster.ShardFailure = null;
}
