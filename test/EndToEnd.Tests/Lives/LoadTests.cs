using System.Diagnostics;
using System.Net;
using System.Text.Json;
using CodeRunner.EndToEnd.Tests.Hosting;
using CodeRunner.EndToEnd.Tests.Machine;

namespace CodeRunner.EndToEnd.Tests.Lives;

/// <summary>Many at once: acknowledged or refused, finished, and within bounds.</summary>
public sealed class LoadTests : IDisposable
{
    private const int Count = 1000;
    private const int Connections = 50;
    private const long MemoryBound = 1L << 30;
    private static readonly TimeSpan Drain = TimeSpan.FromMinutes(10);

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    [Fact]
    public async Task Post_ThousandAtOnce_AllAcknowledgedFinishWithinAGigabyte()
    {
        await using var server = await ServerProcess.StartAsync(_folder.Combine("data"));
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections })
        {
            BaseAddress = server.Address,
            Timeout = TimeSpan.FromMinutes(2),
        };
        var accepted = new Guid?[Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Connections };
        await Parallel.ForAsync(0, Count, options, async (number, _) => accepted[number] = await PostAsync(http, number));

        var clock = Stopwatch.StartNew();
        foreach (var (number, id) in accepted.Index())
        {
            if (id is { } known)
            {
                var status = await server.Client.WaitAsync(known, Drain - clock.Elapsed);
                Assert.Equal((JobState.Completed, $"{number}\n"), (status.State, status.Stdout));
            }
        }

        Assert.True(accepted.Count(static id => id is not null) >= Count / 2, "Most were refused.");
        Assert.InRange(ProcessTable.PeakResidentBytes(server.Id), 1, MemoryBound);
    }

    public void Dispose() => _folder.Dispose();

    /// <returns>The id; null when it was refused as it should be.</returns>
    private static async Task<Guid?> PostAsync(HttpClient http, int number)
    {
        var request = new RunRequest
        {
            Language = "c",
            Code = $"int puts(const char*);\nint main(void) {{ puts(\"{number}\"); return 0; }}\n",
        };
        using var response = await http.PostRunAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode == HttpStatusCode.Accepted)
        {
            using var body = JsonDocument.Parse(text);
            return body.RootElement.GetProperty("jobId").GetGuid();
        }

        Assert.True(response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable, text);
        Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero, "No Retry-After.");
        return null;
    }
}
