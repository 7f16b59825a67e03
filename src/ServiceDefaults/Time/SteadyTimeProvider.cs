using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CodeRunner.ServiceDefaults.Time;

/// <summary>
/// The time of day as it was when the process started, and from then on as time passes: a clock that is set, by hand or by NTP, moves nothing. Orleans
/// refuses to activate grains for an hour after a clock went back by one, and waits and leases that end at a time of day would end early or late.
/// </summary>
/// <remarks>Time in which the machine is suspended counts. A clock that was wrong at the start and is corrected shows so until a restart; the start of a silo in a cluster refuses one that is far off.</remarks>
public sealed class SteadyTimeProvider : TimeProvider
{
    private readonly Func<TimeSpan> _sinceBoot;
    private readonly DateTimeOffset _start;

    /// <summary>Takes the time of day from the system, once.</summary>
    public SteadyTimeProvider()
        : this(System, SinceBoot)
    {
    }

    /// <summary>Takes it from another clock, once.</summary>
    /// <param name="clock">The clock to start from.</param>
    /// <param name="sinceBoot">How long the machine has been up, or anything else that only grows with time.</param>
    public SteadyTimeProvider(TimeProvider clock, Func<TimeSpan> sinceBoot)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(sinceBoot);
        _sinceBoot = sinceBoot;
        _start = clock.GetUtcNow() - sinceBoot();
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + _sinceBoot();

    private static TimeSpan SinceBoot()
    {
        const int bootTime = 7; // CLOCK_BOOTTIME: like CLOCK_MONOTONIC, but goes on while the machine is suspended
        return OperatingSystem.IsLinux() && GetTime(bootTime, out var time) == 0
            ? new TimeSpan((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
            : Stopwatch.GetElapsedTime(0);
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out TimeSpec time);

    /// <summary><c>struct timespec</c> of 64-bit systems.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
