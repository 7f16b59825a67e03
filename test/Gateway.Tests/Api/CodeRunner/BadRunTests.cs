using System.Net;
using System.Text;

namespace CodeRunner.Gateway.Tests.Api.CodeRunner;

/// <summary>Requests that are refused: each says what is wrong with which field, and none reaches the grains.</summary>
public sealed class BadRunTests(GatewayFixture fixture) : GatewayTest(fixture), IAsyncLifetime
{
    private int _submitted;

    public Task InitializeAsync()
    {
        _submitted = Submissions.Submitted.Count;
        return Task.CompletedTask;
    }

    /// <summary>Whatever was wrong: nothing was submitted, and the gateway did not fail.</summary>
    public Task DisposeAsync()
    {
        Assert.Equal(_submitted, Submissions.Submitted.Count);
        return Task.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(BadRuns.BadFields), MemberType = typeof(BadRuns))]
    public async Task Run_BadField_SaysWhichAndWhy(string field, string members, string words)
    {
        var name = members.TrimStart()[1..members.TrimStart().IndexOf('"', 1)];
        var language = name == "language" ? string.Empty : "\"language\":\"cpp\",";
        var code = name == "code" && !members.Contains("\"code\":\"z\"", StringComparison.Ordinal) ? string.Empty : "\"code\":\"x\",";
        if (members.Contains("\"code\":\"z\"", StringComparison.Ordinal))
            code = string.Empty;

        var reply = await App.PostAsync("/run", $"{{{language}{code}{members}}}");

        Assert.Contains(words, reply.AssertInvalid(field), StringComparison.Ordinal);
        Assert.StartsWith(field, reply.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadRuns.BadFileNames), MemberType = typeof(BadRuns))]
    public async Task Run_BadFileName_SaysWhichAndWhy(string name, string words)
    {
        var reply = await App.PostAsync("/run", $$"""{"language":"cpp","code":"x","files":[{"name":"ok","content":""},{"name":"{{name}}","content":""}]}""");

        Assert.Contains(words, reply.AssertInvalid("files[1].name"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadRuns.BadLimits), MemberType = typeof(BadRuns))]
    public async Task Run_BadLimit_NamesItsBounds(string field, string value, string words)
    {
        var reply = await App.PostAsync("/run", $$$"""{"language":"cpp","code":"x","limits":{"{{{field}}}":{{{value}}}}}""");

        Assert.Contains(words, reply.AssertInvalid($"limits.{field}"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadRuns.BrokenDocuments), MemberType = typeof(BadRuns))]
    public async Task Run_BrokenDocument_SaysWhere(string body, string field)
    {
        var reply = await App.PostAsync("/run", body);

        reply.AssertProblem(HttpStatusCode.BadRequest);
        Assert.True(reply.Json.GetProperty("errors").TryGetProperty(field, out _), reply.Text);
    }

    [Fact]
    public async Task Run_NoBody_SaysSo() => Assert.Contains("body", (await App.PostAsync("/run", Array.Empty<byte>())).AssertInvalid("body"), StringComparison.Ordinal);

    [Fact]
    public async Task Run_NothingGiven_NamesBothRequiredFields() =>
        Assert.Contains("code is required.", (await App.PostAsync("/run", "{}")).AssertInvalid("language", "code"), StringComparison.Ordinal);

    [Fact]
    public async Task Run_ManyProblems_ReportsAllAtOnce()
    {
        var reply = await App.PostAsync("/run?wait=x&encoding=y", """
            {"language":"cpp","code":"","standard":"1","files":[{"name":"/a","content":""}],"limits":{"cpuTimeMs":0,"processes":"many"},"bar":1}
            """);

        reply.AssertInvalid("wait", "encoding", "code", "standard", "files[0].name", "limits.cpuTimeMs", "limits.processes", "bar");
        Assert.EndsWith("(and 7 more).", reply.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_HundredThousandProblems_ReportsSome()
    {
        var members = string.Join(',', Enumerable.Range(0, 100_000).Select(static number => $"\"f{number}\":{number}"));

        var reply = await App.PostAsync("/run", $"{{{members}}}");

        reply.AssertProblem(HttpStatusCode.BadRequest);
        Assert.Equal(50, reply.Json.GetProperty("errors").EnumerateObject().Count());
    }

    [Fact]
    public async Task Run_LanguageWithoutStandards_RefusesAStandard() =>
        Assert.Contains(
            "must be left out",
            (await App.PostAsync("/run", """{"language":"sh","code":"x","standard":"1"}""")).AssertInvalid("standard"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("code", """ "code":"!" """)]
    [InlineData("code", """ "code":"QQ" """)]
    [InlineData("stdin", """ "code":"QQ==","stdin":"\u00e9" """)]
    [InlineData("files[0].content", """ "code":"QQ==","files":[{"name":"a","content":"@@@@"}] """)]
    [InlineData("tests[0].expectedOutput", """ "code":"QQ==","tests":[{"expectedOutput":"Q"}] """)]
    public async Task Run_BadBase64_NamesTheField(string field, string members) =>
        Assert.Contains(
            "must be valid base64",
            (await App.PostAsync("/run?encoding=base64", $"{{\"language\":\"cpp\",{members}}}")).AssertInvalid(field),
            StringComparison.Ordinal);

    [Fact]
    public async Task Run_InvalidUtf8InBody_NamesTheField()
    {
        byte[] body = [.. "{\"language\":\"cpp\",\"code\":\""u8, 0xFF, 0xFE, .. "\"}"u8];

        Assert.Contains("not UTF-8", (await App.PostAsync("/run", body)).AssertInvalid("code"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TenMegabytesOfCode_NamesTheBound() =>
        Assert.Contains(
            "must have from 1 to 262144 bytes (256 KiB), not 10485760",
            (await App.PostAsync("/run", $$"""{"language":"cpp","code":"{{new string('x', 10 << 20)}}"}""")).AssertInvalid("code"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_TooLargeBody_Is413(bool chunked)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"language":"cpp","code":"{{new string('x', 17 << 20)}}"}""");
        var request = new HttpRequestMessage(HttpMethod.Post, "/run") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = chunked;

        var reply = await App.SendAsync(request);

        Assert.Contains("16777216 bytes (16 MiB)", reply.AssertProblem(HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task Run_OtherContentType_Is415(string contentType) =>
        Assert.Contains(
            "application/json",
            (await App.PostAsync("/run", """{"language":"cpp","code":"x"}""", contentType)).AssertProblem(HttpStatusCode.UnsupportedMediaType),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("wait=-1")]
    [InlineData("wait=61")]
    [InlineData("wait=1.5")]
    [InlineData("wait=abc")]
    [InlineData("wait=")]
    [InlineData("wait=+1")]
    [InlineData("wait=1&wait=2")]
    [InlineData("wait=99999999999999999999")]
    public async Task Run_BadWait_NamesItsBounds(string query) =>
        Assert.Contains(
            "from 0 to 60", (await App.PostAsync($"/run?{query}", """{"language":"cpp","code":"x"}""")).AssertInvalid("wait"), StringComparison.Ordinal);

    [Theory]
    [InlineData("encoding=hex")]
    [InlineData("encoding=")]
    [InlineData("encoding=BASE64")]
    public async Task Run_UnknownEncoding_NamesTheKnown(string query) =>
        Assert.Contains(
            "base64", (await App.PostAsync($"/run?{query}", """{"language":"cpp","code":"x"}""")).AssertInvalid("encoding"), StringComparison.Ordinal);
}
