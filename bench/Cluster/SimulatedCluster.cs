using System.Diagnostics;
using CodeRunner.Bench.Measuring;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CodeRunner.Bench.Cluster;

/// <summary>Silos and a gateway in this process, which talk to each other through sockets and store in Redis.</summary>
internal sealed class SimulatedCluster : IAsyncDisposable
{
    /// <summary>Calls at a time that submit.</summary>
    private const int Submitters = 128;
    private const int SourceLength = 500;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);
    private static readonly Limits Limits = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6), ByteSize.FromMiB(256), ByteSize.FromMiB(1), 64);

    private readonly string _id = $"bench-{Guid.NewGuid():N}";
    private readonly RedisServer _redis;
    private readonly ClusterShape _shape;
    private readonly List<IHost> _silos = [];
    private readonly WebApplication _gateway;
    private int _names;
    private int _sources;

    private SimulatedCluster(RedisServer redis, ClusterShape shape, SimulatedWork work)
    {
        (_redis, _shape, Work) = (redis, shape, work);
        _gateway = SimulatedHosts.Gateway(_id, redis.Address);
    }

    public SimulatedWork Work { get; }

    /// <summary>Where the gateway listens.</summary>
    public Uri Address => new(_gateway.Urls.First());

    private IGrainFactory Grains => _gateway.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts one whose slots wait until the work is opened.</summary>
    public static async Task<SimulatedCluster> StartAsync(RedisServer redis, ClusterShape shape, TimeSpan job, CancellationToken cancellationToken)
    {
        await redis.ClearAsync();
        var cluster = new SimulatedCluster(redis, shape, new SimulatedWork(job));
        try
        {
            for (var i = 0; i < shape.Silos; i++)
                await cluster.AddSiloAsync(cancellationToken);
            await cluster._gateway.StartAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts another silo.</summary>
    /// <returns>Its name, to ask the work for, and the timestamps before its start and after it.</returns>
    public async Task<(string Name, long Before, long Up)> AddSiloAsync(CancellationToken cancellationToken)
    {
        var name = $"silo-{++_names}";
        var silo = SimulatedHosts.Silo(name, _id, _redis.Address, _shape, Work);
        _silos.Add(silo);
        var before = Stopwatch.GetTimestamp();
        await silo.StartAsync(cancellationToken);
        return (name, before, Stopwatch.GetTimestamp());
    }

    /// <summary>Submits one.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="BenchException">It was refused.</exception>
    public async Task<Guid> SubmitAsync(string client, Lane lane)
    {
        var id = Guid.NewGuid();
        var rejection = await Grains.GetGrain<ISubmissionGrain>(id).SubmitAsync(new SubmissionRequest
        {
            Language = "cpp",
            Code = Blob.FromText(Source()),
            Standard = "20",
            Tests = [new TestCase("1", Blob.Empty, null)],
            Limits = Limits,
            Lane = lane,
            Client = client,
            CreatedAt = TimeProvider.System.GetUtcNow(),
        });
        return rejection is null ? id : throw new BenchException($"A submission was refused: {rejection.Reason}.");
    }

    /// <summary>Submits many, as many clients together do.</summary>
    public Task<Crowd.Work> SubmitAsync(int count, Func<int, string> client, Lane lane = Lane.Interactive)
    {
        var i = 0;
        return Crowd.RunAsync(Math.Min(Submitters, count), count, () => SubmitAsync(client(Interlocked.Increment(ref i)), lane));
    }

    /// <summary>What waits and runs in all shards.</summary>
    public async Task<(int Waiting, int Leased)> StatusAsync()
    {
        var status = await Task.WhenAll(Enumerable.Range(0, _shape.Shards).Select(shard => Grains.GetGrain<IDispatcherGrain>(shard).GetStatusAsync()));
        return (status.Sum(static one => one.WaitingInteractive + one.WaitingBatch), status.Sum(static one => one.Leased));
    }

    /// <summary>A C++ program of the usual small size, like no other.</summary>
    public string Source() =>
        $"#include <iostream>\n\nint main()\n{{\n    std::cout << \"number {Interlocked.Increment(ref _sources)}\" << std::endl;\n}}\n// ".PadRight(SourceLength, '-');

    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(StopTimeout);
        await StopAsync(_gateway, timeout.Token);
        await Task.WhenAll(_silos.Select(silo => StopAsync(silo, timeout.Token)));
    }

    private static async Task StopAsync(IHost host, CancellationToken timeout)
    {
        try
        {
            await host.StopAsync(timeout);
        }
        catch (OperationCanceledException)
        {
            // Then it goes with the process.
        }

        switch (host)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            default:
                host.Dispose();
                break;
        }
    }
}
