using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace CodeRunner.Silo.Tests;

/// <summary>What the settings make of a process, and what is said of those that contradict themselves.</summary>
public sealed class HostKindsTests
{
    private const string Address = "127.0.0.1:6379";

    [Theory]
    [InlineData(null, null, null, StorageKind.Sqlite, ClusterKind.None)]
    [InlineData(" ", null, null, StorageKind.Sqlite, ClusterKind.None)]
    [InlineData(null, "Sqlite", "None", StorageKind.Sqlite, ClusterKind.None)]
    [InlineData(Address, null, null, StorageKind.Redis, ClusterKind.Redis)]
    [InlineData(Address, "redis", "REDIS", StorageKind.Redis, ClusterKind.Redis)]
    [InlineData(Address, "Redis", null, StorageKind.Redis, ClusterKind.Redis)]
    [InlineData(Address, null, "Redis", StorageKind.Redis, ClusterKind.Redis)]
    [InlineData(Address, "Sqlite", null, StorageKind.Sqlite, ClusterKind.None)]
    [InlineData(Address, null, "None", StorageKind.Sqlite, ClusterKind.None)]
    public void Read_Settings_ChooseBothKinds(
        string? redis, string? storage, string? cluster, StorageKind expectedStorage, ClusterKind expectedCluster)
    {
        var configuration = Settings(redis, storage, cluster);

        Assert.Null(HostKinds.Explain(configuration, out _));
        Assert.Equal(new HostKinds(expectedStorage, expectedCluster), HostKinds.Read(configuration));
        Assert.Equal(expectedCluster == ClusterKind.Redis, configuration.IsClustered());
    }

    [Theory]
    [InlineData(Address, "Postgres", null, "Storage:Kind must be Sqlite or Redis; it is 'Postgres'.")]
    [InlineData(Address, "2", null, "Storage:Kind must be Sqlite or Redis; it is '2'.")]
    [InlineData(null, null, "Static", "Cluster:Kind must be None or Redis; it is 'Static'.")]
    [InlineData(Address, "Sqlite", "Redis", "Cluster:Kind Redis needs Storage:Kind Redis")]
    [InlineData(Address, "Redis", "None", "Storage:Kind Redis needs Cluster:Kind Redis")]
    [InlineData(null, "Redis", null, "Storage:Kind is Redis, and ConnectionStrings:Redis does not say where Redis is.")]
    [InlineData(null, null, "Redis", "Cluster:Kind is Redis, and ConnectionStrings:Redis does not say where Redis is.")]
    public async Task Start_ContradictionOrUnknown_IsRefusedWithTheSettingsName(string? redis, string? storage, string? cluster, string message)
    {
        // Nothing was begun: else the folder that can't be made would be what is complained of.
        using var host = SiloHost.Build(
            ("ConnectionStrings:Redis", redis), ("Storage:Kind", storage), ("Cluster:Kind", cluster), ("Storage:Path", "/dev/null/none"));

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());

        Assert.StartsWith(message, Hosting.ProcessExtensions.Explain(refusal), StringComparison.Ordinal);
    }

    private static IConfiguration Settings(string? redis, string? storage, string? cluster) => new ConfigurationBuilder()
        .AddInMemoryCollection([new("ConnectionStrings:Redis", redis), new("Storage:Kind", storage), new("Cluster:Kind", cluster)])
        .Build();
}
