using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CodeRunner.EndToEnd.Tests.Hosting;
using CodeRunner.EndToEnd.Tests.Http;
using CodeRunner.EndToEnd.Tests.Machine;

namespace CodeRunner.EndToEnd.Tests.Abuse;

/// <summary>One client takes all slots with programs that sleep; another one, at another address, is served all the same.</summary>
public sealed class SlotAbuseTests : IDisposable
{
    private const long MemoryBound = 600L << 20;
    private const int Submissions = 16;
    private const int MostTests = 500;
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    [Theory]
    [InlineData(1, 1)] // A single slot is left to its test for longer with every turn, so that this ends some time.
    [InlineData(2, 5)]
    public async Task Post_SleepsInAllSlots_AnotherClientIsAnsweredAndNothingIsLost(int slots, int hellos)
    {
        await using var server = await ServerProcess.StartAsync(_folder.Combine($"data{slots}"), null, $"--Slots:Count={slots}");
        using var abuser = new EngineClient(server.Address);
        using var other = From(server.Address, IPAddress.Parse("127.0.0.2"));
        var tests = Enumerable.Range(1, MostTests).Select(static number => new RunTest($"test {number}", "")).ToArray();
        List<Guid> sleepers = [];
        for (var i = 0; i < Submissions; i++)
        {
            sleepers.Add(await abuser.SubmitAsync(new RunRequest
            {
                Language = "c",
                Code = "#include <unistd.h>\nint main(void) { sleep(59); return 0; }\n",
                Tests = tests,
                Limits = new RunLimits { WallTimeMs = 60_000, TotalWallTimeMs = 3_600_000 },
            }));
        }

        Assert.True(await Eventually.IsTrueAsync(
            async () => await CountRunningAsync(abuser, sleepers) >= slots, Patience), "The slots are not taken.");

        for (var i = 0; i < hellos; i++)
        {
            var clock = Stopwatch.StartNew();
            using var response = await other.PostAsync(new Uri("/run", UriKind.Relative), Json($$"""{"language":"c","code":"int puts(const char*);\nint main(void) { puts(\"hello {{i}}\"); return 0; }\n"}"""));
            var id = await IdOfAsync(response);
            var hello = await abuser.WaitAsync(id, Patience);
            Assert.Equal(("completed", $"hello {i}\n"), (hello.State, hello.Stdout));
            Assert.True(clock.Elapsed < Answer, $"Hello {i} took {clock.Elapsed}.");
        }

        foreach (var id in sleepers)
        {
            Assert.Contains((await abuser.StatusAsync(id)).State, (string[])["queued", "running"]);
        }

        Assert.InRange(ProcessTable.PeakResidentBytes(server.Id), 1, MemoryBound);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<int> CountRunningAsync(EngineClient client, IEnumerable<Guid> ids)
    {
        var running = 0;
        foreach (var id in ids)
        {
            running += (await client.StatusAsync(id)).State == "running" ? 1 : 0;
        }

        return running;
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    private static async Task<Guid> IdOfAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, text);
        using var body = System.Text.Json.JsonDocument.Parse(text);
        return body.RootElement.GetProperty("jobId").GetGuid();
    }

    /// <summary>A client at another address of this machine.</summary>
    private static HttpClient From(Uri server, IPAddress address)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    socket.Bind(new IPEndPoint(address, 0));
                    await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return new HttpClient(handler) { BaseAddress = server };
    }
}
