using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Messaging;

namespace CodeRunner.Silo.Cluster;

/// <summary>
/// The list of silos without those that are frozen. Orleans sends what a client has to say through the silos of this list, and closes its
/// connections to others: so calls go round a frozen silo before the cluster has declared it dead.
/// </summary>
internal sealed class AwakeGateways(IGatewayListProvider all, AwakeSilos silos, IOptions<ClusterSettings> settings, TimeProvider time) : IGatewayListProvider
{
    /// <summary>How often Orleans should look: the list itself is read from Redis only every <see cref="ClusterSettings.RefreshPeriod"/>.</summary>
    public static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(250);

    private readonly TimeSpan _refreshPeriod = settings.Value.RefreshPeriod;
    private IList<Uri>? _list;
    private long _readAt;

    /// <inheritdoc/>
    public TimeSpan MaxStaleness => _refreshPeriod;

    /// <inheritdoc/>
    public bool IsUpdatable => true;

    /// <inheritdoc/>
    public Task InitializeGatewayListProvider() => all.InitializeGatewayListProvider();

    /// <inheritdoc/>
    public async Task<IList<Uri>> GetGateways()
    {
        if (_list is not { Count: > 0 } || time.GetElapsedTime(_readAt) >= _refreshPeriod)
        {
            _list = await all.GetGateways();
            _readAt = time.GetTimestamp();
        }

        IList<Uri> awake = [.. _list.Where(gateway => !silos.IsSilent(Endpoint(gateway)))];

        // Where all are silent it is more likely that their pulse is not heard than that they are all frozen.
        return awake.Count > 0 ? awake : _list;
    }

    private static IPEndPoint Endpoint(Uri gateway) => new(IPAddress.Parse(gateway.DnsSafeHost), gateway.Port);
}
