using CodeRunner.Contracts.Execution;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>Has leases carried out by this silo's own executor, while its gate is open.</summary>
internal sealed class LocalExecutor(IGrainFactory grains, ILocalSiloDetails silo, LocalLeases leases, ISlotGate gate)
{
    /// <summary>Returns when this silo can run something; at once while it can.</summary>
    public Task WaitForGateAsync(CancellationToken cancellationToken) => gate.WaitAsync(cancellationToken);

    /// <summary>Has a lease carried out that a slot took.</summary>
    /// <returns>How it ended; null when there is nothing to say about it.</returns>
    public async Task<LeaseReport?> CarryOutAsync(LocalLease lease, CancellationToken stopping)
    {
        try
        {
            // A lease may come to a slot that asked for it before the gate was closed.
            if (stopping.IsCancellationRequested || !gate.WaitAsync(CancellationToken.None).IsCompletedSuccessfully)
            {
                return new LeaseReport(lease.Lease, LeaseEnd.HandedBack);
            }

            var report = await grains.GetGrain<IExecutorGrain>(0).CarryOutAsync(lease.Lease, silo.SiloAddress);
            return report.End == LeaseEnd.Unknown ? null : report;
        }
        finally
        {
            leases.GiveUp(lease);
        }
    }
}
