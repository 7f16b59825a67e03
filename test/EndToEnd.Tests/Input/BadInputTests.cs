using System.Net;
using System.Text;
using System.Text.Json;
using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Input;

/// <summary>What is wrong is refused with the field's name, and changes nothing.</summary>
[Collection(EngineTests.Name)]
public sealed class BadInputTests(EngineFixture engine)
{
    private const string Fine = "\"language\":\"cpp\",\"code\":\"int main(){}\"";

    [Theory]
    [InlineData("""{"language":"cobol","code":"x"}""", "language")]
    [InlineData("""{"language":"cpp"}""", "code")]
    [InlineData("""{"language":"cpp","code":""}""", "code")]
    [InlineData("""{"language":"cpp","code":null}""", "code")]
    [InlineData("""{"language":"cpp","code":17}""", "code")]
    [InlineData("{" + Fine + ",\"colour\":1}", "colour")]
    [InlineData("{" + Fine + ",\"limits\":{\"cpuTimeMs\":-1}}", "limits.cpuTimeMs")]
    [InlineData("{" + Fine + ",\"limits\":{\"cpuTimeMs\":999999999}}", "limits.cpuTimeMs")]
    [InlineData("{" + Fine + ",\"limits\":{\"memoryBytes\":1e30}}", "limits.memoryBytes")]
    [InlineData("{" + Fine + ",\"limits\":{\"processes\":\"many\"}}", "limits.processes")]
    [InlineData("{" + Fine + ",\"files\":[{\"name\":\"a\",\"content\":\"\"},{\"name\":\"../b\",\"content\":\"\"}]}", "files[1].name")]
    [InlineData("{" + Fine + ",\"files\":[{\"name\":\"/etc/passwd\",\"content\":\"\"}]}", "files[0].name")]
    [InlineData("{" + Fine + ",\"files\":[{\"name\":\"a\\u0000b\",\"content\":\"\"}]}", "files[0].name")]
    [InlineData("{" + Fine + ",\"files\":[{\"name\":\"a\",\"content\":\"\"},{\"name\":\"a\",\"content\":\"\"}]}", "files[1].name")]
    [InlineData("{" + Fine + ",\"files\":[{\"name\":\"main.cpp\",\"content\":\"\"}]}", "files[0].name")]
    [InlineData("{" + Fine + ",\"compileOptions\":[\"-fplugin=/tmp/x.so\"]}", "compileOptions[0]")]
    [InlineData("{" + Fine + ",\"standard\":\"99\"}", "standard")]
    [InlineData("{" + Fine + ",\"stdin\":\"a\",\"tests\":[{\"name\":\"t\",\"stdin\":\"\"}]}", "stdin")]
    [InlineData("{" + Fine + ",\"checker\":\"psychic\"}", "checker")]
    public async Task Run_WrongField_IsNamed(string body, string field)
    {
        using var response = await PostAsync(body);

        using var problem = await ReadProblemAsync(response, HttpStatusCode.BadRequest);
        Assert.Contains(field, problem.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"language\":\"cpp\",\"code\":\"")]
    [InlineData("{" + Fine + "} trailing")]
    public async Task Run_BrokenJson_IsABadRequest(string body)
    {
        using var response = await PostAsync(body);

        using var problem = await ReadProblemAsync(response, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Run_TenMegabytesOfCode_AreRefused()
    {
        using var response = await PostAsync($"{{\"language\":\"cpp\",\"code\":\"{new string(' ', 10 << 20)}\"}}");

        using var problem = await ReadProblemAsync(response, HttpStatusCode.BadRequest);
        Assert.Contains("code", problem.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BodyOverTheMaximum_IsTooLarge()
    {
        using var response = await PostAsync(new string(' ', (16 << 20) + 1));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("/status", HttpStatusCode.BadRequest)]
    [InlineData("/status?id=not-a-uuid", HttpStatusCode.BadRequest)]
    [InlineData("/status?id=00000000-0000-4000-8000-000000000000", HttpStatusCode.NotFound)]
    [InlineData("/events?id=00000000-0000-4000-8000-000000000000", HttpStatusCode.NotFound)]
    public async Task Get_WrongId_IsAProblem(string path, HttpStatusCode expected)
    {
        using var response = await engine.Http.GetAsync(new Uri(path, UriKind.Relative));

        using var problem = await ReadProblemAsync(response, expected);
    }

    private Task<HttpResponseMessage> PostAsync(string body) => engine.Http.PostAsync(
        new Uri("/run", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task<JsonDocument> ReadProblemAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text);
        Assert.False(problem.RootElement.GetProperty("success").GetBoolean());
        Assert.NotEqual("", problem.RootElement.GetProperty("error").GetString());
        return problem;
    }
}
