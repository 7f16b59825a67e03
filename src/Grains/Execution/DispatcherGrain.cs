using System.Collections.Immutable;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Diagnostics;
using CodeRunner.Grains.Queue;
using CodeRunner.Grains.Resilience;
using CodeRunner.Grains.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace CodeRunner.Grains.Execution;

/// <summary>
/// The queue of one shard. Nothing in here is stored: what waits is in the pending index, and what runs is what the silos
/// say that they run. So a new activation first reads the index (until then nobody gets a lease, and whatever a silo says it
/// runs is believed), then holds back what was running until the silos have spoken (see Recovery), and then is like any other.
/// Calls interleave, so between two awaits the structures must be right.
/// </summary>
[Reentrant]
[KeepAlive]
[GrainType("dispatcher")]
internal sealed partial class DispatcherGrain(
    InstrumentedPendingIndex index,
    GrainsInstruments instruments,
    IClusterMembershipService membership,
    ILocalSiloDetails local,
    IOptions<DispatcherOptions> options,
    IHostApplicationLifetime lifetime,
    RetryPolicy retries,
    TimeProvider time,
    ILogger<DispatcherGrain> logger) : Grain, IDispatcherGrain, IDisposable
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromSeconds(1);

    private readonly DispatcherOptions _options = options.Value;
    private readonly CancellationTokenSource _deactivated = new();
    private readonly FairQueue _queue = new();
    private readonly Reservations _reservations = new(options.Value.ReservationLifetime, time);
    private readonly LeaseTable _leases = new(options.Value.LeaseDuration, time);
    private readonly SlotShares _shares = new(options.Value.YieldGrace, options.Value.TimeSlice, time);
    private readonly SlotWaiters _waiters = new();
    private readonly CompileAffinity _artifacts = new();
    private readonly Throughput _throughput = new(options.Value.RetryAfter);
    private int _shard;
    private long _tickedAt = time.GetTimestamp();

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _shard = (int)this.GetPrimaryKeyLong();
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TickPeriod, TickPeriod) { Interleave = true });
        this.RegisterGrainTimer(SweepAsync, new GrainTimerCreationOptions(_options.SweepPeriod, _options.SweepPeriod) { Interleave = true });
        _ = RecoverAsync(_deactivated.Token);
        _ = WatchMembershipAsync(_deactivated.Token);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        instruments.Queue(_shard, null);
        await _deactivated.CancelAsync();
        _waiters.Dismiss(static _ => true);
    }

    /// <inheritdoc/>
    public void Dispose() => _deactivated.Dispose();

    /// <inheritdoc/>
    public async Task<Rejection?> ReserveAsync(QueueEntry entry)
    {
        await _firstReading.Task;
        if (!_recovered)
        {
            return new Rejection(RejectionReason.StorageUnavailable, _options.RetryAfter, 0);
        }

        if (Knows(entry.Id))
        {
            return null;
        }

        _reservations.Prune();
        if (_queue.Count + _reservations.Count + _unclaimed.Count >= _options.QueueLimit)
        {
            return Refuse(RejectionReason.QueueFull, _options.QueueLimit, 1);
        }

        if (_queue.CountOf(entry.Client) + _reservations.CountOf(entry.Client) >= _options.ClientQueueLimit)
        {
            return Refuse(RejectionReason.ClientQueueFull, _options.ClientQueueLimit, _queue.Clients);
        }

        _reservations.Add(entry);
        return null;
    }

    /// <inheritdoc/>
    public Task<int> EnqueueAsync(QueueEntry entry)
    {
        _reservations.Remove(entry.Id);
        if (!Knows(entry.Id))
        {
            _queue.Enqueue(entry);
            Pump();
        }

        return Task.FromResult(_queue.Count);
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(Guid id)
    {
        _reservations.Remove(id);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<Lease?> LeaseAsync(LeaseRequest request)
    {
        if (IsDead(request.Silo))
        {
            return await StandAsideAsync(request);
        }

        var running = request.Finished is { } finished ? request.Running.Add(finished.Lease) : request.Running;
        var lost = Synchronize(request.Silo, request.Observer, running);
        string? promised = null;
        if (request.Finished is { } report)
        {
            promised = End(request.Silo, report);
            lost = lost.Remove(report.Lease);
        }

        foreach (var lease in lost)
        {
            Revoke(request.Observer, lease);
        }

        // Those who have waited longer come first.
        Pump();
        if (request.Ahead && _queue.Count < _leases.Count / 2)
        {
            // So little waits that a slot elsewhere may be free for it sooner.
            return null;
        }

        return request.Wait > TimeSpan.Zero ? TryGrant(request.Silo, request.Observer, promised) ?? await WaitAsync(request) : null;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<Lease>> HeartbeatAsync(SiloAddress silo, ILeaseObserver observer, ImmutableArray<Lease> running)
    {
        if (IsDead(silo))
        {
            return Task.FromResult(running);
        }

        var lost = Synchronize(silo, observer, running);
        Pump();
        return Task.FromResult(lost);
    }

    /// <inheritdoc/>
    public Task LeaveAsync(SiloAddress silo)
    {
        _waiters.Dismiss(silo.Equals);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CancelAsync(Guid id)
    {
        _reservations.Remove(id);
        _queue.Remove(id);
        _unclaimed.Remove(id);
        _givenUp.Remove(id);
        if (_leases.Remove(id, out var held))
        {
            Revoke(held.Observer, new Lease(id, held.Entry.Attempts, _shard, held.Entry.Turn));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<int?> GetPositionAsync(Guid id)
    {
        await _firstReading.Task;
        return _queue.PositionOf(id);
    }

    /// <inheritdoc/>
    public async Task<QueueStatus> GetStatusAsync()
    {
        await _firstReading.Task;
        return Count();
    }

    private QueueStatus Count()
    {
        var unclaimedBatch = _unclaimed.Values.Count(static entry => entry.Lane == Lane.Batch);
        return new QueueStatus(
            _queue.WaitingInteractive + _unclaimed.Count - unclaimedBatch,
            _queue.WaitingBatch + unclaimedBatch,
            _leases.Count,
            _waiters.Count);
    }

    private bool Knows(Guid id) =>
        _queue.Contains(id) || _leases.Contains(id) || _reservations.Contains(id) || _unclaimed.ContainsKey(id) || _givenUp.ContainsKey(id);

    /// <summary>Refuses, and tells when a hundredth of the places should be free.</summary>
    private Rejection Refuse(RejectionReason reason, int limit, int sharers)
    {
        const int Part = 100;
        var places = (int)Math.Min(int.MaxValue, (long)Math.Max(1, limit / Part) * Math.Max(1, sharers));
        return new Rejection(reason, _throughput.TimeToFree(places), limit);
    }
}
