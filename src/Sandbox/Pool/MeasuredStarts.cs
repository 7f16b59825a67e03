using CodeRunner.Sandbox.Diagnostics;

namespace CodeRunner.Sandbox.Pool;

/// <summary>Starts sandboxes, no more than <paramref name="parallel"/> at a time, and measures how long each takes.</summary>
internal sealed class MeasuredStarts(ISandboxStarter starter, int parallel, SandboxInstruments instruments, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _free = new(parallel);

    /// <summary>Starts one, once it may.</summary>
    /// <exception cref="SandboxException">It can't be started.</exception>
    public async Task<IWarmSandbox> StartAsync(SandboxSpec spec, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        var began = time.GetTimestamp();
        try
        {
            var sandbox = await starter.StartAsync(spec, cancellationToken);
            instruments.Started(spec.Stage, time.GetElapsedTime(began), succeeded: true);
            return sandbox;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            instruments.Started(spec.Stage, time.GetElapsedTime(began), succeeded: false);
            throw;
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Only when no start is under way.</summary>
    public void Dispose() => _free.Dispose();
}
