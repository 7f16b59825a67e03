using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using CodeRunner.Bench.Measuring;

namespace CodeRunner.Bench.Cluster;

/// <summary>What a full queue takes of memory, and how fast it says that it is full.</summary>
internal sealed class VolumePart(RedisServer redis, ClusterSizes sizes) : ClusterPart(redis, sizes)
{
    private const int HighPercentile = 99;
    private const double BytesPerMiB = 1 << 20;

    public override string Name => "volume";

    public override string Description =>
        $"{Sizes.Waiting} submissions with sources of 500 bytes wait in one silo (100,000 must take less than 500 MB in all: this process, in which silo, gateway and client are, and Redis' used_memory); "
        + "then POST /run to the full queue, one at a time, must be answered within 50 ms with 429 or 503 and Retry-After";

    public override async Task MeasureAsync(Recorder recorder, CancellationToken cancellationToken)
    {
        var shape = new ClusterShape(1) { QueueLimit = Sizes.Waiting };
        await using var cluster = await SimulatedCluster.StartAsync(Redis, shape, Job, cancellationToken);
        var before = (Own: OwnMiB(), Redis: await RedisMiBAsync());
        var taken = await cluster.SubmitAsync(Sizes.Waiting, Client);
        var after = (Own: OwnMiB(), Redis: await RedisMiBAsync());
        recorder.Add("taken", "1/s", taken.PerSecond);
        recorder.Add("memory of the process before", "MiB", before.Own);
        recorder.Add("memory of the process", "MiB", after.Own);
        recorder.Add("memory of Redis", "MiB", after.Redis);
        recorder.Add("memory in all", "MiB", after.Own + after.Redis);
        recorder.Add("memory in all, more than before", "MiB", after.Own - before.Own + after.Redis - before.Redis);

        var live = GC.GetTotalMemory(forceFullCollection: true) / BytesPerMiB;
        recorder.Add("of it live objects of .NET", "MiB", live);

        using var http = new HttpClient { BaseAddress = cluster.Address };
        var refused = await Crowd.RunAsync(1, Sizes.Refusals, () => RefusedAsync(http, cluster.Source(), cancellationToken));
        recorder.AddLatency("refusal", refused.Latencies, null, HighPercentile);
        recorder.Add("refusal, longest", "ms", refused.Latencies.Max());
        recorder.Add("memory of the process after the refusals", "MiB", OwnMiB());
    }

    private static double OwnMiB() => Process.GetCurrentProcess().WorkingSet64 / BytesPerMiB;

    private async Task<double> RedisMiBAsync() => await Redis.MemoryAsync() / BytesPerMiB;

    private static async Task RefusedAsync(HttpClient http, string source, CancellationToken cancellationToken)
    {
        using var body = new StringContent(JsonSerializer.Serialize(new { language = "cpp", code = source }), Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("/run", UriKind.Relative), body, cancellationToken);
        if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) || response.Headers.RetryAfter is null)
            throw new BenchException($"A full queue was answered with {(int)response.StatusCode}, Retry-After {response.Headers.RetryAfter}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }
}
