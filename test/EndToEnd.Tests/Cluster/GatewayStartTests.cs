using System.Collections.Concurrent;
using System.Net;
using System.Text;
using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Cluster;

/// <summary>A gateway that starts before there is a silo, and whose only silo goes again, while clients ask it for all that it has.</summary>
public sealed class GatewayStartTests
{
    private const string Hello = """{"language":"c","code":"int main(void) { return 0; }"}""";
    private const string Id = "11111111-2222-4333-8444-555555555555";

    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(3);

    private static readonly string[] Paths = ["/run", $"/cancel?id={Id}", $"/status?id={Id}", $"/request?id={Id}", $"/events?id={Id}", "/cluster", "/languages", "/readyz"];

    [Fact]
    public async Task Gateway_StartsBeforeItsSiloAndOutlivesIt_SaysComeBackAndNeverFails()
    {
        using var folder = TemporaryFolder.Create();
        await using var redis = await RedisServer.StartAsync(folder.Combine("redis"));
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Redis"] = redis.Address,
            ["Cluster__Address"] = "127.0.0.1",
            ["Cluster__SiloPort"] = $"{Ports.Free()}",
            ["Cluster__GatewayPort"] = $"{Ports.Free()}",
            ["Slots__Count"] = "1",
            ["Gateway__CallPatience"] = "00:00:02",
        };
        await using var gateway = ServerProcess.Launch(Built.GatewayAssembly, Ports.Free(), folder.Combine("gateway"), settings);
        var answers = new ConcurrentQueue<Answer>();
        using var over = new CancellationTokenSource();
        var clients = Task.WhenAll(Paths.Select(path => HammerAsync(gateway.Address, path, answers, over.Token)));

        await Task.Delay(Alone);
        await using (var silo = ServerProcess.Launch(Built.SiloAssembly, Ports.Free(), folder.Combine("silo"), settings))
        {
            await gateway.BecomeReadyAsync();
            await Eventually.IsTrueAsync(() => Task.FromResult(answers.Any(static answer => answer.Status == HttpStatusCode.Accepted)), TimeSpan.FromSeconds(30));
            await silo.KillAsync();
        }

        await Task.Delay(Alone);
        var ended = gateway.StopAsync();
        await ended;
        await over.CancelAsync();
        await clients;

        Assert.Contains(answers, static answer => answer.Status == HttpStatusCode.ServiceUnavailable);
        Assert.Contains(answers, static answer => answer.Status == HttpStatusCode.Accepted);
        Assert.DoesNotContain(answers, static answer => answer.Status >= HttpStatusCode.InternalServerError && answer is not { Status: HttpStatusCode.ServiceUnavailable, SaysWhen: true });
    }

    private static async Task HammerAsync(Uri gateway, string path, ConcurrentQueue<Answer> answers, CancellationToken over)
    {
        using var http = new HttpClient { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(30) };
        var isPost = path.StartsWith("/run", StringComparison.Ordinal) || path.StartsWith("/cancel", StringComparison.Ordinal);
        while (!over.IsCancellationRequested)
        {
            try
            {
                using var request = new HttpRequestMessage(isPost ? HttpMethod.Post : HttpMethod.Get, path)
                {
                    Content = isPost ? new StringContent(Hello, Encoding.UTF8, "application/json") : null,
                };
                using var response = await http.SendAsync(request, over);
                answers.Enqueue(new Answer(path, response.StatusCode, response.Headers.RetryAfter is not null));
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // Nobody listens yet, or any more.
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    private sealed record Answer(string Path, HttpStatusCode Status, bool SaysWhen);
}
