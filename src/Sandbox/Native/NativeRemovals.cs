using CodeRunner.Sandbox.Linux;
using CodeRunner.Sandbox.Linux.Cgroups;
using CodeRunner.Sandbox.Readiness;
using Microsoft.Extensions.Logging;

namespace CodeRunner.Sandbox.Native;

/// <summary>
/// Removes the control groups of sandboxes that were killed and gives their uids back, however long that takes: a uid that still has a process must not be
/// given to another sandbox, and one that is lost is lost until the server ends.
/// </summary>
internal sealed partial class NativeRemovals(UidAllocator uids, DyingSandboxes? dying, TimeSpan patience, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(1);

    private readonly BackgroundTasks _running = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Has one removed in the background.</summary>
    public void Begin(ICgroup cgroup, int uid) => _running.Add(Task.Run(() => RemoveAsync(cgroup, uid)));

    /// <summary>Waits for those that go on, and gives up those that take too long: the next start of the server looks for them.</summary>
    public async ValueTask DisposeAsync()
    {
        await using (time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), _stop, 2 * patience, Timeout.InfiniteTimeSpan))
            await _running.WhenAll();
        _stop.Dispose();
    }

    private async Task RemoveAsync(ICgroup cgroup, int uid)
    {
        // The kernel lets a group go some milliseconds after its last process, and tells nobody.
        if (!await TryRemoveAsync(cgroup, FirstRetry, patience))
        {
            LogDying(cgroup, uid);
            dying?.Begin();
            try
            {
                for (var pause = FirstRetry; !cgroup.TryRemove(); pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LastRetry.Ticks)))
                {
                    if (_stop.IsCancellationRequested)
                        return;
                    // One that was being started may have entered after it was killed.
                    cgroup.Kill();
                    await DelayAsync(pause);
                }
            }
            finally
            {
                dying?.End();
            }

            LogGone(cgroup, uid);
        }

        uids.Return(uid);
    }

    private async Task<bool> TryRemoveAsync(ICgroup cgroup, TimeSpan pause, TimeSpan limit)
    {
        var began = time.GetTimestamp();
        while (!cgroup.TryRemove())
        {
            if (time.GetElapsedTime(began) > limit || _stop.IsCancellationRequested)
                return false;
            await DelayAsync(pause);
        }

        return true;
    }

    private async Task DelayAsync(TimeSpan pause) =>
        await Task.Delay(pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Cgroup} is not empty long after it was killed; uid {Uid} waits until it is.")]
    private partial void LogDying(ICgroup cgroup, int uid);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Cgroup} is gone; uid {Uid} is free again.")]
    private partial void LogGone(ICgroup cgroup, int uid);
}
