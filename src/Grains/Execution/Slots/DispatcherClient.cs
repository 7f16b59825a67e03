using System.Collections.Immutable;
using CodeRunner.Contracts.Execution;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>
/// This silo's calls to the dispatchers. Slots get their leases from their home shard, and from the others when that has nothing. Slots and
/// silos are spread over the shards as homes.
/// </summary>
internal sealed partial class DispatcherClient(
    IGrainFactory grains,
    ILocalSiloDetails silo,
    LocalLeases leases,
    IOptions<SlotOptions> options,
    IOptions<DispatcherOptions> dispatcherOptions,
    ILogger<DispatcherClient> logger)
{
    /// <summary>A wait that takes what is there and nothing else.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromTicks(1);

    private readonly SlotOptions _options = options.Value;
    private readonly int _shards = dispatcherOptions.Value.Shards;

    /// <summary>Where dispatchers send cancels; made when the silo is active.</summary>
    private readonly Lazy<ILeaseObserver> _observer = new(() => grains.CreateObjectReference<ILeaseObserver>(leases));

    /// <summary>Reports how the last lease ended and waits a while for the next one; null when there was none.</summary>
    public async Task<LocalLease?> NextAsync(int slot, LeaseReport? finished, CancellationToken stopping) =>
        await FindAsync(slot, finished, stopping) is { } lease ? leases.TryReceive(lease) : null;

    /// <summary>Reports how a lease ended and takes one for which no slot is free yet, if the slot's home shard has many waiting.</summary>
    public async Task<Lease?> AheadAsync(int slot, LeaseReport? finished)
    {
        var home = HomeOf(slot);
        if (finished is not null && finished.Lease.Shard != home)
        {
            await ReportAsync(finished);
            finished = null;
        }

        return await AskAsync(home, finished, AtOnce, ahead: true);
    }

    /// <summary>Only reports; there is no lease in the answer.</summary>
    public Task<Lease?> ReportAsync(LeaseReport? finished) =>
        finished is null ? Task.FromResult<Lease?>(null) : AskAsync(finished.Lease.Shard, finished, TimeSpan.Zero);

    /// <summary>Renews what this silo has of a shard.</summary>
    /// <returns>What is no longer its own.</returns>
    public Task<ImmutableArray<Lease>> HeartbeatAsync(int shard, ImmutableArray<Lease> held) =>
        grains.GetGrain<IDispatcherGrain>(shard).HeartbeatAsync(silo.SiloAddress, _observer.Value, held);

    /// <summary>Has the calls that wait return.</summary>
    public async Task LeaveAsync()
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, _shards)
                .Select(shard => grains.GetGrain<IDispatcherGrain>(shard).LeaveAsync(silo.SiloAddress)));
        }
        catch (Exception exception)
        {
            // Then they return when their time is over.
            LogNotLeft(exception);
        }
    }

    private async Task<Lease?> FindAsync(int slot, LeaseReport? finished, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
        {
            await ReportAsync(finished);
            return null;
        }

        if (_shards == 1)
        {
            return await AskAsync(0, finished, _options.Wait);
        }

        var home = HomeOf(slot);
        if (finished is not null && finished.Lease.Shard != home)
        {
            await ReportAsync(finished);
            finished = null;
        }

        // While the home shard has work, the report and the next lease are one call, as with one shard.
        if (await AskAsync(home, finished, AtOnce) is { } own)
        {
            return own;
        }

        for (var i = 1; i < _shards; i++)
        {
            if (await AskAsync((home + i) % _shards, null, AtOnce) is { } stolen)
            {
                return stolen;
            }
        }

        return await AskAsync(home, null, _options.StealPeriod);
    }

    private int HomeOf(int slot) => (((silo.SiloAddress.GetConsistentHashCode() & int.MaxValue) % _shards) + slot) % _shards;

    private Task<Lease?> AskAsync(int shard, LeaseReport? finished, TimeSpan wait, bool ahead = false) =>
        grains.GetGrain<IDispatcherGrain>(shard)
            .LeaseAsync(new LeaseRequest(silo.SiloAddress, _observer.Value, finished, leases.Of(shard), wait, ahead));

    [LoggerMessage(Level = LogLevel.Warning, Message = "A dispatcher could not be told that this silo takes no more leases.")]
    private partial void LogNotLeft(Exception exception);
}
