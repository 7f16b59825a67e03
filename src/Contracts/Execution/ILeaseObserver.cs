namespace CodeRunner.Contracts.Execution;

/// <summary>A silo's ear for what a dispatcher has to say about the leases that it holds.</summary>
[Alias("CodeRunner.ILeaseObserver")]
public interface ILeaseObserver : IGrainObserver
{
    /// <summary>The submission has its result, or the lease is another silo's: kill its sandbox.</summary>
    [Alias("RevokeAsync")]
    Task RevokeAsync(Lease lease);
}
