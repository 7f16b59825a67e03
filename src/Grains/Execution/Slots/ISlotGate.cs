namespace CodeRunner.Grains.Execution.Slots;

/// <summary>Holds the slots back while this silo can't run anything, for example until its sandbox has passed its self-test.</summary>
public interface ISlotGate
{
    /// <summary>Returns when slots may take leases; at once while they may. Asked before each.</summary>
    Task WaitAsync(CancellationToken cancellationToken);
}

/// <summary>A gate that is always open.</summary>
internal sealed class OpenSlotGate : ISlotGate
{
    public Task WaitAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
