using System.Globalization;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using CodeRunner.Grains.Submissions;
using CodeRunner.Silo.Tests.Storage.Conformance;
using CodeRunner.Silo.Tests.Storage.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace CodeRunner.Silo.Tests.Cluster;

/// <summary>Whole silos with real sockets and real Redis, with everything but the sandbox.</summary>
[Collection(RedisCollection.Name)]
public sealed class RedisClusterTests(RedisFixture redis)
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private readonly string _cluster = $"test-{Guid.NewGuid():N}";
    private readonly int _port = RedisFixture.FreePort();

    [Fact]
    public async Task Submit_ToOneOfTwoSilos_IsSeenByTheOtherAndAfterBothHaveGone()
    {
        var ids = Enumerable.Range(0, 20).Select(static _ => Guid.NewGuid()).ToList();
        using (var first = await redis.StartSiloAsync(_cluster))
        using (var second = await redis.StartSiloAsync(_cluster))
        {
            foreach (var id in ids)
                Assert.Null(await SiloHost.Submission(first, id).SubmitAsync(SiloHost.Request()));
            foreach (var id in ids)
                Assert.Equal(SubmissionState.Completed, (await SiloHost.Submission(second, id).WaitAsync(Wait))?.State);
            await first.StopAsync();
            await second.StopAsync();
        }

        using var third = await redis.StartSiloAsync(_cluster);
        foreach (var id in ids)
            Assert.Equal(Verdict.Accepted, (await SiloHost.Submission(third, id).GetAsync())?.Result?.Verdict);
        await third.StopAsync();
    }

    [Fact]
    public async Task Write_ManyInsertsOfOneStateAtOnce_OneWins()
    {
        using var host = await redis.StartSiloAsync(_cluster);
        var storage = host.Services.GetRequiredKeyedService<IGrainStorage>(SubmissionStorage.Name);
        var id = Samples.NewId();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            try
            {
                await storage.WriteStateAsync(SubmissionStorage.ResultState, id, Samples.Result($"{number}"));
                return number;
            }
            catch (InconsistentStateException)
            {
                return -1;
            }
        }));

        var winner = Assert.Single(results, static number => number >= 0);
        var stored = Samples.Result();
        await storage.ReadStateAsync(SubmissionStorage.ResultState, id, stored);
        Assert.Equal($"{winner}", stored.State?.Message);
        await host.StopAsync();
    }

    [Fact]
    public async Task Health_RedisFullOrReadOnly_IsNotReady()
    {
        using var host = await redis.StartSiloAsync(_cluster);
        var health = host.Services.GetRequiredService<HealthCheckService>();
        await using var admin = await redis.Server.ConnectAsync();
        var server = admin.GetServers()[0];

        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(static check => check.Name == "redis")).Status);
        await server.ConfigSetAsync("maxmemory", "1");
        try
        {
            Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync(static check => check.Name == "redis")).Status);
            var refused = await SiloHost.Submission(host, Guid.NewGuid()).SubmitAsync(SiloHost.Request());
            Assert.Equal(RejectionReason.StorageUnavailable, refused?.Reason);
        }
        finally
        {
            await server.ConfigSetAsync("maxmemory", "0");
        }

        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(static check => check.Name == "redis")).Status);
        await host.StopAsync();
    }

    [Fact]
    public async Task Health_LittleOfMaxmemoryFree_IsNotReadyThoughItCanBeWritten()
    {
        using var host = await redis.StartSiloAsync(_cluster);
        var health = host.Services.GetRequiredService<HealthCheckService>();
        await using var admin = await redis.Server.ConnectAsync();
        var server = admin.GetServers()[0];
        var used = (await server.InfoAsync("memory")).SelectMany(static group => group).First(static pair => pair.Key == "used_memory").Value;

        await server.ConfigSetAsync("maxmemory", $"{long.Parse(used, CultureInfo.InvariantCulture) * 102 / 100}");
        try
        {
            var report = await health.CheckHealthAsync(static check => check.Name == "redis");
            Assert.Equal("Redis has less than 5 % of its maxmemory free.", report.Entries["redis"].Description);
        }
        finally
        {
            await server.ConfigSetAsync("maxmemory", "0");
        }

        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(static check => check.Name == "redis")).Status);
        await host.StopAsync();
    }

    [Fact]
    public async Task Start_PortTaken_Fails()
    {
        using var first = await redis.StartSiloAsync(_cluster, ("Cluster:SiloPort", $"{_port}"));

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => redis.StartSiloAsync(_cluster, ("Cluster:SiloPort", $"{_port}")));

        Assert.Contains($"{_port}", Hosting.ProcessExtensions.Explain(exception) ?? $"not explained: {exception}", StringComparison.Ordinal);
        await first.StopAsync();
    }
}
