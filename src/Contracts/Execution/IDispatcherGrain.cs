using System.Collections.Immutable;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Contracts.Execution;

/// <summary>
/// The queue of one shard, keyed by the shard's number. It holds ids, not sources; slots pull from it; what it holds can be
/// built again from the pending index at any time. Reentrant, as a free slot's call waits inside until there is work.
/// </summary>
[Alias("CodeRunner.IDispatcherGrain")]
[GrainInterfaceType("CodeRunner.IDispatcherGrain")]
public interface IDispatcherGrain : IGrainWithIntegerKey
{
    /// <summary>Reserves a place for a submission that is about to be stored. The place lapses if <see cref="EnqueueAsync"/> doesn't follow.</summary>
    /// <returns>Null when there is a place; otherwise why not.</returns>
    [Alias("ReserveAsync")]
    Task<Rejection?> ReserveAsync(QueueEntry entry);

    /// <summary>Queues a stored submission. Does nothing when it is queued or leased already.</summary>
    /// <returns>How many wait in this shard now.</returns>
    [Alias("EnqueueAsync")]
    Task<int> EnqueueAsync(QueueEntry entry);

    /// <summary>Gives up a reserved place.</summary>
    [Alias("ReleaseAsync")]
    Task ReleaseAsync(Guid id);

    /// <summary>Waits for work.</summary>
    /// <returns>A lease; null when there was none in the time.</returns>
    [Alias("LeaseAsync")]
    Task<Lease?> LeaseAsync(LeaseRequest request);

    /// <summary>Renews all leases that a silo holds.</summary>
    /// <returns>Those of <paramref name="running"/> that are no longer the silo's: their sandboxes must be killed.</returns>
    [Alias("HeartbeatAsync")]
    Task<ImmutableArray<Lease>> HeartbeatAsync(SiloAddress silo, ILeaseObserver observer, ImmutableArray<Lease> running);

    /// <summary>A silo takes no more leases: its calls that wait for one return at once.</summary>
    [Alias("LeaveAsync")]
    Task LeaveAsync(SiloAddress silo);

    /// <summary>Takes a submission that has its result out of the queue, or has its sandbox killed.</summary>
    [Alias("CancelAsync")]
    Task CancelAsync(Guid id);

    /// <summary>How many leases come before a waiting submission, from 1; null when it doesn't wait here.</summary>
    [Alias("GetPositionAsync")]
    Task<int?> GetPositionAsync(Guid id);

    /// <summary>How long the queue is.</summary>
    [Alias("GetStatusAsync")]
    Task<QueueStatus> GetStatusAsync();
}
