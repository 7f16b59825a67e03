using CodeRunner.Grains.Execution.Slots;
using CodeRunner.Sandbox.Readiness;

namespace CodeRunner.Silo;

/// <summary>Slots take no lease before the sandbox has passed its self-test, nor while what it is made with is away.</summary>
internal sealed class SandboxSlotGate(SandboxReadiness readiness) : ISlotGate
{
    public Task WaitAsync(CancellationToken cancellationToken) => readiness.WhenReady.WaitAsync(cancellationToken);
}
