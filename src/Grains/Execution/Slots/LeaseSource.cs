using CodeRunner.Contracts.Execution;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>
/// Where slots get their leases: from their home shard, and from the others when that has nothing. Slots and silos are spread
/// over the shards as homes.
/// </summary>
internal sealed partial class LeaseSource(
    IGrainFactory grains,
    ILocalSiloDetails silo,
    RunningLeases leases,
    IOptions<SlotOptions> options,
    IOptions<DispatcherOptions> dispatcherOptions,
    ILogger<LeaseSource> logger)
{
    /// <summary>A wait that takes what is there and nothing else.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromTicks(1);

    private readonly SlotOptions _options = options.Value;
    private readonly int _shards = dispatcherOptions.Value.Shards;

    /// <summary>Reports how the last lease ended and waits a while for the next one; null when there was none.</summary>
    public async Task<Lease?> NextAsync(int slot, ILeaseObserver observer, LeaseReport? finished, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
        {
            await ReportAsync(observer, finished);
            return null;
        }

        if (_shards == 1)
        {
            return await AskAsync(0, observer, finished, _options.Wait);
        }

        var home = HomeOf(slot);
        if (finished is not null && finished.Lease.Shard != home)
        {
            await ReportAsync(observer, finished);
            finished = null;
        }

        // While the home shard has work, the report and the next lease are one call, as with one shard.
        if (await AskAsync(home, observer, finished, AtOnce) is { } own)
        {
            return own;
        }

        for (var i = 1; i < _shards; i++)
        {
            if (await AskAsync((home + i) % _shards, observer, null, AtOnce) is { } stolen)
            {
                return stolen;
            }
        }

        return await AskAsync(home, observer, null, _options.StealPeriod);
    }

    /// <summary>Reports how a lease ended and takes one for which no slot is free yet, if the slot's home shard has many waiting.</summary>
    public async Task<Lease?> AheadAsync(int slot, ILeaseObserver observer, LeaseReport? finished)
    {
        var home = HomeOf(slot);
        if (finished is not null && finished.Lease.Shard != home)
        {
            await ReportAsync(observer, finished);
            finished = null;
        }

        return await AskAsync(home, observer, finished, AtOnce, ahead: true);
    }

    /// <summary>Only reports; there is no lease in the answer.</summary>
    public Task<Lease?> ReportAsync(ILeaseObserver observer, LeaseReport? finished) =>
        finished is null ? Task.FromResult<Lease?>(null) : AskAsync(finished.Lease.Shard, observer, finished, TimeSpan.Zero);

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

    private int HomeOf(int slot) => (((silo.SiloAddress.GetConsistentHashCode() & int.MaxValue) % _shards) + slot) % _shards;

    private Task<Lease?> AskAsync(int shard, ILeaseObserver observer, LeaseReport? finished, TimeSpan wait, bool ahead = false) =>
        grains.GetGrain<IDispatcherGrain>(shard)
            .LeaseAsync(new LeaseRequest(silo.SiloAddress, observer, finished, leases.Of(shard), wait, ahead));

    [LoggerMessage(Level = LogLevel.Warning, Message = "A dispatcher could not be told that this silo takes no more leases.")]
    private partial void LogNotLeft(Exception exception);
}
