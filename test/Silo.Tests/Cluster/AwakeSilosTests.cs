using System.Net;
using CodeRunner.Silo.Cluster;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Messaging;

namespace CodeRunner.Silo.Tests.Cluster;

/// <summary>Which silos a gateway takes for frozen, and how it goes round them.</summary>
public sealed class AwakeSilosTests : IDisposable
{
    private static readonly IPEndPoint One = IPEndPoint.Parse("10.0.0.1:30000");
    private static readonly IPEndPoint Two = IPEndPoint.Parse("[fd00::2]:30000");

    private readonly FakeTimeProvider _time = new();
    private readonly AwakeSilos _silos;
    private readonly Listed _listed = new(One, Two);
    private readonly AwakeGateways _gateways;

    public AwakeSilosTests()
    {
        // It listens to nobody unless it is started.
        _silos = new AwakeSilos(null!, null!, null!, _time, null!);
        _gateways = new AwakeGateways(_listed, _silos, Options.Create(new ClusterSettings()), _time);
    }

    public void Dispose() => _silos.Dispose();

    [Fact]
    public async Task Silo_NeverHeard_IsNotSilent()
    {
        Assert.False(_silos.IsAnyAwake);
        Assert.Equal([One, Two], await GatewaysAsync());
    }

    [Fact]
    public async Task Silo_FallsSilent_IsGoneRoundWithinTwoSeconds()
    {
        Beat(One, Two);
        for (var i = 0; i < 4; i++)
            Beat(One);

        Assert.Equal([One], await GatewaysAsync());
        Assert.True(_silos.IsAnyAwake);
    }

    [Fact]
    public async Task Silo_MissesOneBeat_IsNotSilent()
    {
        Beat(One, Two);
        Beat(One);

        Assert.Equal([One, Two], await GatewaysAsync());
    }

    [Fact]
    public async Task Silo_HeardAgain_IsBack()
    {
        Beat(One, Two);
        for (var i = 0; i < 9; i++)
            Beat(One);
        Beat(One, Two);

        Assert.Equal([One, Two], await GatewaysAsync());
    }

    [Fact]
    public async Task Silos_AllSilent_NoneIsGoneRound()
    {
        Beat(One, Two);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(_silos.IsAnyAwake);
        Assert.Equal([One, Two], await GatewaysAsync());
    }

    [Fact]
    public async Task Silos_HeardAgainAfterASilence_HaveTheirTimeToSpeak()
    {
        // Redis was away, or this process stood still.
        Beat(One, Two);
        _time.Advance(TimeSpan.FromMinutes(1));
        Beat(One);

        Assert.Equal([One, Two], await GatewaysAsync());
    }

    [Fact]
    public async Task List_AskedOften_IsReadOncePerRefreshPeriod()
    {
        for (var i = 0; i < 10; i++)
        {
            await _gateways.GetGateways();
            _time.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.InRange(_listed.Reads, 2, 3);
    }

    private void Beat(params IPEndPoint[] silos)
    {
        foreach (var silo in silos)
            _silos.Hear(SiloPulse.Name(silo));
        _time.Advance(SiloPulse.Period);
    }

    private async Task<IEnumerable<IPEndPoint>> GatewaysAsync() =>
        (await _gateways.GetGateways()).Select(static gateway => new IPEndPoint(IPAddress.Parse(gateway.DnsSafeHost), gateway.Port));

    private sealed class Listed(params IPEndPoint[] gateways) : IGatewayListProvider
    {
        public int Reads { get; private set; }

        public TimeSpan MaxStaleness => TimeSpan.Zero;

        public bool IsUpdatable => true;

        public Task InitializeGatewayListProvider() => Task.CompletedTask;

        public Task<IList<Uri>> GetGateways()
        {
            Reads++;
            return Task.FromResult<IList<Uri>>([.. gateways.Select(static gateway => new Uri($"gwy.tcp://{gateway}/1"))]);
        }
    }
}
