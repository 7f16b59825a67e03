using CodeRunner.Sandbox.Diagnostics;
using Microsoft.Extensions.Options;

namespace CodeRunner.Sandbox.Readiness;

/// <summary>
/// Counts the sandboxes that were killed and are still not gone: something in them is in a call of the kernel that looks at no signal. Each holds
/// a uid, memory and perhaps a processor, so there is a bound. At half of it <c>/readyz</c> tells; at the bound no new sandbox is
/// started, and the process takes no work until some are gone.
/// </summary>
internal sealed class DyingSandboxes(IOptions<SandboxOptions> options, SandboxReadiness readiness, SandboxInstruments instruments)
{
    private const string Source = "dying";

    private readonly Lock _gate = new();
    private int _bound = options.Value.EffectiveMaximumDying;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Lowers the bound, so that those that live still find what each of them needs one of.</summary>
    /// <param name="identities">How many there are to give out.</param>
    public void Fit(int identities)
    {
        lock (_gate)
        {
            _bound = Math.Min(_bound, identities / 2);
        }
    }

    /// <summary>One should be gone by now, and isn't.</summary>
    public void Begin() => Change(1);

    /// <summary>One is gone at last.</summary>
    public void End() => Change(-1);

    /// <summary>To be asked before a sandbox is started.</summary>
    /// <exception cref="SandboxUnavailableException">There are as many as may be.</exception>
    public void ThrowIfFull()
    {
        lock (_gate)
        {
            if (Count >= _bound)
                throw new SandboxUnavailableException(Describe());
        }
    }

    private void Change(int difference)
    {
        lock (_gate)
        {
            Count += difference;
            instruments.Dying(difference);
            readiness.SetUnavailable(Source, Count >= _bound ? Describe() : null);
            readiness.SetWarning(Source, Count < _bound && 2 * Count >= _bound ? Describe() : null);
        }
    }

    private string Describe() => $"{Count} sandboxes were killed and are not gone yet; at {_bound} (Sandbox:MaximumDying) no new ones are started.";
}
