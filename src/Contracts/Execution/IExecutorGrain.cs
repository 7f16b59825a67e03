namespace CodeRunner.Contracts.Execution;

/// <summary>
/// Carries out a lease on the silo that it is called from. A stateless worker: no cancellation token and no stream crosses
/// this interface, as they would reach another worker than the one that runs (a cancel goes to the silo's running leases).
/// </summary>
[Alias("CodeRunner.IExecutorGrain")]
[GrainInterfaceType("CodeRunner.IExecutorGrain")]
public interface IExecutorGrain : IGrainWithIntegerKey
{
    /// <summary>Runs the submission and delivers its result, if the lease is this silo's; one of another silo is handed back.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="silo">Whose lease it is: the caller's own silo.</param>
    /// <remarks>
    /// Returns when all is done, which takes as long as the program's limits and tests allow; hence no usual timeout. A silo that was declared dead
    /// and has not learnt it calls others, where its lease would be nobody's.
    /// </remarks>
    [ResponseTimeout("1.00:00:00")]
    [Alias("CarryOutAsync")]
    Task<LeaseReport> CarryOutAsync(Lease lease, SiloAddress silo);

    /// <summary>What silos of the version before call. Between two silos it can only be a lease of another, which is handed back.</summary>
    [ResponseTimeout("1.00:00:00")]
    [Alias("ExecuteAsync")]
    Task<LeaseReport> ExecuteAsync(Lease lease);
}
