using System.Net;
using System.Text.Json;
using CodeRunner.Grains.Submissions;

namespace CodeRunner.Gateway.Tests.Api.CodeRunner;

public sealed class RequestTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    [Theory]
    [InlineData("""{"language":"cpp","code":"int main() {}"}""")]
    [InlineData("""{"language":"cpp","code":"é","stdin":"in","args":["a b"],"files":[{"name":"lib/a.h","content":"x"}],"standard":"17","priority":"batch","isolation":"test"}""")]
    [InlineData("""{"language":"cpp","code":"x","files":[{"name":"a.cpp","content":""},{"name":"b.cpp","content":""}],"sources":["b.cpp","main.cpp"]}""")]
    [InlineData("""{"language":"cpp","code":"x","files":[{"name":"in.cpp","content":""}],"sources":[]}""")]
    [InlineData("""
        {"language":"cpp","code":"x","tests":[{"name":"a","stdin":"1","expectedOutput":"2"},{"stdin":""}],"stopOnFirstFailure":true,
         "checker":{"type":"float","absoluteTolerance":0.5,"relativeTolerance":0.25},
         "limits":{"cpuTimeMs":7,"wallTimeMs":8,"totalWallTimeMs":90,"memoryBytes":9000000,"stackBytes":700000,"outputBytes":10,"processes":11}}
        """)]
    public async Task Request_OfAJob_CanBePostedAgainAndIsTheSame(string json)
    {
        var first = await RequestOfAsync(json);

        var second = await RequestOfAsync(first.GetRawText());

        Assert.True(JsonElement.DeepEquals(first, second), second.GetRawText());
        foreach (var given in JsonDocument.Parse(json).RootElement.EnumerateObject().Where(static member => member.Name != "tests"))
            Assert.True(JsonElement.DeepEquals(given.Value, first.GetProperty(given.Name)), given.Name);
    }

    [Theory]
    [InlineData("", 1048576)]
    [InlineData("""  ,"stdin":"x" """, 1048576)]
    [InlineData("""  ,"tests":[{"stdin":"x"}] """, 1048576)]
    [InlineData("""  ,"tests":[{"stdin":"x"},{"expectedOutput":"x"}] """, null)]
    [InlineData("""  ,"tests":[{"expectedOutput":"x"}],"limits":{"outputBytes":7} """, 7)]
    public async Task Request_OutputLimit_IsShownWhereItIsTheSameForAllTests(string more, int? expected)
    {
        var request = await RequestOfAsync($$"""{"language":"cpp","code":"x"{{more}}}""");

        var limits = request.GetProperty("limits");
        Assert.Equal(expected, limits.TryGetProperty("outputBytes", out var bytes) ? bytes.GetInt32() : null);
    }

    [Fact]
    public async Task Request_InputsRemoved_SaysSoAndIsNotTakenAgain()
    {
        var posted = await App.PostAsync("/run", """{"language":"cpp","code":"x","files":[{"name":"in.txt","content":"abc"}],"tests":[{"stdin":"1","expectedOutput":"2"}]}""");
        var id = posted.Json.GetProperty("jobId").GetGuid();
        var before = (await App.GetAsync($"/request?id={id}")).Json;
        Submissions.Find(id)!.With(static snapshot => snapshot with { Request = snapshot.Request.WithInputsRemoved() });

        var request = (await App.GetAsync($"/request?id={id}")).Json;
        var status = (await App.GetAsync($"/status?id={id}")).Json;
        var again = await App.PostAsync("/run", request.GetRawText());

        Assert.False(before.TryGetProperty("contentsRemoved", out _));
        Assert.True(request.GetProperty("contentsRemoved").GetBoolean());
        Assert.True(status.GetProperty("contentsRemoved").GetBoolean());
        Assert.Equal("x", request.GetProperty("code").GetString());
        Assert.Equal("", request.GetProperty("files")[0].GetProperty("content").GetString());
        Assert.Equal("", request.GetProperty("tests")[0].GetProperty("stdin").GetString());
        again.AssertInvalid("contentsRemoved");
    }

    [Fact]
    public async Task Request_Base64_GivesExactBytes()
    {
        var posted = await App.PostAsync("/run?encoding=base64", """{"language":"cpp","code":"/wD+","stdin":"gA=="}""");

        var request = (await App.GetAsync($"/request?encoding=base64&id={posted.Json.GetProperty("jobId").GetString()}")).Json;

        Assert.Equal("/wD+", request.GetProperty("code").GetString());
        Assert.Equal("gA==", request.GetProperty("stdin").GetString());
    }

    [Fact]
    public async Task Request_UnknownJob_Is404() =>
        Assert.Equal(HttpStatusCode.NotFound, (await App.GetAsync($"/request?id={Guid.NewGuid()}")).Status);

    [Fact]
    public async Task Request_BadId_SaysSo() => (await App.GetAsync("/request?id=x")).AssertInvalid("id");

    [Fact]
    public async Task Request_ServerShowsNone_Is404()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:ShowRequests"] = "false" });
        var posted = await app.PostAsync("/run", """{"language":"cpp","code":"int main() {}"}""");

        var reply = await app.GetAsync($"/request?id={posted.Json.GetProperty("jobId").GetString()}");

        reply.AssertProblem(HttpStatusCode.NotFound);
    }

    private async Task<JsonElement> RequestOfAsync(string json)
    {
        var posted = await App.PostAsync("/run", json);
        Assert.Equal(HttpStatusCode.Accepted, posted.Status);
        return (await App.GetAsync($"/request?id={posted.Json.GetProperty("jobId").GetString()}")).Json;
    }
}
