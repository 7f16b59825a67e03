using System.Net;
using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Lives;

/// <summary>The first seconds of a server, and the machine that it can't run on.</summary>
public sealed class StartTests : IDisposable
{
    private static readonly TimeSpan Listening = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    [Fact]
    public async Task Start_AskedBeforeItIsReady_RefusesOrKeepsWorkAndDoesItLater()
    {
        await using var server = ServerProcess.Launch(_folder.Combine("data"));
        var request = new RunRequest { Language = "cpp", Code = "#include <cstdio>\nint main() { std::puts(\"early\"); }\n" };
        HttpResponseMessage? early = null;
        Assert.True(
            await Eventually.IsTrueAsync(async () => (early = await TryPostAsync(server.Http, request)) is not null, Listening),
            server.Log);

        using (early)
        {
            Assert.True(
                early!.StatusCode == HttpStatusCode.Accepted
                || (early.StatusCode == HttpStatusCode.ServiceUnavailable && early.Headers.RetryAfter is not null),
                $"{(int)early.StatusCode}: {await early.Content.ReadAsStringAsync()}");
        }

        await server.BecomeReadyAsync();
        Assert.Equal("early\n", (await server.Client.RunAsync(request)).Stdout);
    }

    [Fact]
    public async Task Start_WithoutBubblewrap_EndsAndSaysWhatToInstall()
    {
        await using var server = ServerProcess.Launch(
            _folder.Combine("data"), null, "--Sandbox:Native:Bubblewrap=/nonexistent/bwrap", "--Sandbox:Kind=native");

        Assert.NotEqual(0, await server.EndAsync());
        Assert.Contains("bubblewrap", server.Log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Start_Ready_SaysWhereItListensAndWithWhat()
    {
        await using var server = await ServerProcess.StartAsync(_folder.Combine("data"));

        // It looks every now and then whether it is ready, as whoever asks it does.
        Assert.True(
            await Eventually.IsTrueAsync(
                () => Task.FromResult(server.Log.Split('\n').Any(line => line.Contains(server.Address.Authority, StringComparison.Ordinal)
                    && line.Contains("native", StringComparison.OrdinalIgnoreCase)
                    && line.Contains("g++", StringComparison.Ordinal))),
                TimeSpan.FromSeconds(10)),
            server.Log);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<HttpResponseMessage?> TryPostAsync(HttpClient http, RunRequest request)
    {
        try
        {
            return await http.PostRunAsync(request);
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return null;
        }
    }
}
