using CodeRunner.Gateway.Tests.Fakes;
using CodeRunner.Grains;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace CodeRunner.Gateway.Tests;

/// <summary>One cluster of fake grains and one gateway with the default settings.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    private InProcessTestCluster? _cluster;
    private GatewayApp? _app;

    public FakeSubmissions Submissions { get; } = new();

    public FakeCluster Cluster { get; } = new();

    internal GatewayApp App => _app ?? throw new InvalidOperationException("Not started.");

    internal IGrainFactory Grains => _cluster?.Client ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.Services
            .AddSingleton(Submissions)
            .AddSingleton(Cluster)

            // The real grains are in the process, too, as the gateway can host them.
            .PostConfigure<GrainTypeOptions>(static types => types.Classes.RemoveWhere(static type => type.Assembly == typeof(GrainsExtensions).Assembly)));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        _app = await GatewayApp.StartAsync(Grains);
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await _cluster!.DisposeAsync();
    }
}

/// <summary>The tests that share the fixture; one after the other, as they share the script.</summary>
[CollectionDefinition(Name)]
public sealed class GatewayCollection : ICollectionFixture<GatewayFixture>
{
    public const string Name = "Gateway";
}

/// <summary>What the tests of the collection have at hand.</summary>
[Collection(GatewayCollection.Name)]
public abstract class GatewayTest(GatewayFixture fixture)
{
    internal GatewayApp App => fixture.App;

    protected FakeSubmissions Submissions => fixture.Submissions;

    protected FakeCluster Cluster => fixture.Cluster;

    internal Task<GatewayApp> StartAppAsync(Dictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null) =>
        GatewayApp.StartAsync(fixture.Grains, settings, configure);
}
