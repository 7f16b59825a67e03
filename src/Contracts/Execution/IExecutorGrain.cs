namespace CodeRunner.Contracts.Execution;

/// <summary>
/// Carries out a lease on the silo that it is called from. A stateless worker: no cancellation token and no stream crosses
/// this interface, as they would reach another worker than the one that runs (a cancel goes to the silo's running leases).
/// </summary>
[Alias("CodeRunner.IExecutorGrain")]
public interface IExecutorGrain : IGrainWithIntegerKey
{
    /// <summary>Runs the submission and delivers its result.</summary>
    /// <remarks>Returns when all is done, which takes as long as the program's limits and tests allow; hence no usual timeout.</remarks>
    [ResponseTimeout("1.00:00:00")]
    [Alias("ExecuteAsync")]
    Task<LeaseReport> ExecuteAsync(Lease lease);
}
