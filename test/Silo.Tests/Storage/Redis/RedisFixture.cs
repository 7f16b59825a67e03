using System.Net;
using System.Net.Sockets;
using CodeRunner.Kit;
using CodeRunner.Silo.Cluster;
using CodeRunner.Silo.Tests.Storage.Conformance;
using CodeRunner.Storage.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Serialization;
using Orleans.Storage;

namespace CodeRunner.Silo.Tests.Storage.Redis;

/// <summary>One Redis for all tests of the collection; each uses a cluster id of its own.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    private readonly string _folder = Samples.NewFolder();

    internal RedisServer Server { get; private set; } = null!;

    internal string Address => Server.Address;

    public async Task InitializeAsync() => Server = await RedisServer.StartAsync(_folder);

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What a silo has of Redis, without a silo, connected.</summary>
    internal async Task<ServiceProvider> ConnectAsync(params (string Key, string Value)[] settings)
    {
        var services = Services(Address, settings);
        await services.GetRequiredService<RedisConnection>().ConnectAsync(CancellationToken.None);
        return services;
    }

    internal static ServiceProvider Services(string redis, params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:Redis", redis)])
            .AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build())
        .AddLogging()
        .AddSerializer()
        .AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>()
        .AddRedisStorage()
        .AddSiloOfCluster()
        .AddOptions<Grains.Execution.DispatcherOptions>().BindConfiguration("Dispatcher").Services
        .BuildServiceProvider();

    /// <summary>A silo of a cluster, with ports of its own and a sandbox that accepts everything.</summary>
    internal Task<IHost> StartSiloAsync(string cluster, params (string Key, string? Value)[] settings) => SiloHost.StartAsync(SiloHost.Build(
    [
        ("ConnectionStrings:Redis", Address), ("Cluster:Id", cluster), ("Cluster:Address", "127.0.0.1"),
        ("Cluster:SiloPort", $"{FreePort()}"), ("Cluster:GatewayPort", $"{FreePort()}"), .. settings,
    ]));

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

[CollectionDefinition(Name)]
public sealed class RedisCollection : ICollectionFixture<RedisFixture>
{
    public const string Name = "Redis";
}
