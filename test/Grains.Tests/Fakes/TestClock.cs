using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Grains.Tests.Fakes;

/// <summary>
/// A clock that a test turns, and that knows when the grains' timers have ticked. To turn it and to go on is not enough: another thread that
/// reads the clock at that moment may be the one that fires what is due, later; and a grain arms its timer again only after the tick, by the
/// time that it is then. So ticks went missing, or came after a call that the test had made since.
/// </summary>
internal sealed class TestClock(DateTimeOffset now) : FakeTimeProvider(now)
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Task> _ticks = [];

    /// <summary>Turns the clock at once, as if the process had stood still, and returns when every grain timer that was due has ticked and is armed again.</summary>
    public async Task LeapAsync(TimeSpan time)
    {
        Advance(time);

        // Whoever fires timers fires those that were due earlier first.
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var last = base.CreateTimer(_ => fired.TrySetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await fired.Task.WaitAsync(TestTime.Patience);
        while (_ticks.TryDequeue(out var tick))
        {
            await tick.WaitAsync(TestTime.Patience);
        }
    }

    /// <summary>Turns the clock in steps, between which the grains' timers tick.</summary>
    public async Task AdvanceAsync(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= Most)
        {
            await LeapAsync(left < Most ? left : Most);
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        state is IGrainTimer ? new GrainTimer(this, callback, state, dueTime, period) : base.CreateTimer(callback, state, dueTime, period);

    /// <summary>What is under a timer of Orleans: fires once, and is armed again after the grain has handled that.</summary>
    private sealed class GrainTimer : ITimer
    {
        private readonly ITimer _timer;
        private volatile TaskCompletionSource? _tick;

        public GrainTimer(TestClock clock, TimerCallback callback, object state, TimeSpan dueTime, TimeSpan period) => _timer = clock.CreateTimer(
            _ =>
            {
                var tick = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                clock._ticks.Enqueue(tick.Task);
                _tick = tick;
                callback(state);
            },
            null,
            dueTime,
            period);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            // First: it may fire again at once.
            var ticked = _tick;
            var changed = _timer.Change(dueTime, period);
            ticked?.TrySetResult();
            return changed;
        }

        public void Dispose()
        {
            _timer.Dispose();
            _tick?.TrySetResult();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
