namespace CodeRunner.Contracts.Execution;

/// <summary>A silo's ear for what a dispatcher has to say about the leases that it holds.</summary>
[Alias("CodeRunner.ILeaseObserver")]
[GrainInterfaceType("CodeRunner.ILeaseObserver")]
public interface ILeaseObserver : IGrainObserver
{
    /// <summary>The submission has its result, or the lease is another silo's: kill its sandbox.</summary>
    [Alias("RevokeAsync")]
    Task RevokeAsync(Lease lease);

    /// <summary>Others wait while its client has more than its share of slots: the run gives its slot up when its test ends. It goes on later with the next test.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="grace">When the test that runs is stopped, to be run again later; null: it may end.</param>
    [Alias("YieldAsync")]
    Task YieldAsync(Lease lease, TimeSpan? grace);
}
