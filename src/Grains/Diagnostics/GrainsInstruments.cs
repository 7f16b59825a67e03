using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using CodeRunner.Contracts.Cluster;
using CodeRunner.Contracts.Diagnostics;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution.Slots;
using Microsoft.Extensions.Options;

namespace CodeRunner.Grains.Diagnostics;

/// <summary>What a silo measures of its grains and slots, and the sums of it that it reports.</summary>
internal sealed class GrainsInstruments
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string Name = "CodeRunner.Grains";

    private const string LaneTag = "lane";

    // From a slot that was free to a contest's whole queue.
    private static readonly InstrumentAdvice<double> Waits = new() { HistogramBucketBoundaries = [0.001, 0.005, 0.02, 0.1, 0.5, 1, 2, 5, 15, 60, 300, 900, 3600] };

    // From an interpreter's hello to a hundred slow tests.
    private static readonly InstrumentAdvice<double> Durations = new() { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 30, 60, 300] };

    private static readonly KeyValuePair<string, object?> Interactive = new(LaneTag, "interactive");
    private static readonly KeyValuePair<string, object?> Batch = new(LaneTag, "batch");

    private readonly ConcurrentDictionary<int, QueueStatus> _queues = new();
    private readonly EnumCounter<Lane> _accepted;
    private readonly EnumCounter<Verdict> _finished;
    private readonly EnumCounter<RetryCause> _retries;
    private readonly EnumCounter<StorageOperation> _storageErrors;
    private readonly EnumCounter<SweepFinding> _found;
    private readonly Histogram<double> _wait;
    private readonly Histogram<double> _run;
    private readonly Histogram<double> _whole;
    private long _leased;
    private long _waitTicks;
    private long _runs;
    private long _runTicks;

    public GrainsInstruments(IMeterFactory meters, LocalLeases running, IOptions<SlotOptions> slots)
    {
        var meter = meters.Create(Name);
        _accepted = new(meter, "coderunner.submission.accepted", "{submission}", "Submissions stored and acknowledged.", LaneTag);
        _finished = new(meter, "coderunner.submission.finished", "{submission}", "Submissions that have their result.", "verdict");
        _retries = new(meter, "coderunner.submission.retries", "{attempt}", "Submissions put back into the queue after an attempt had begun.", "cause");
        _storageErrors = new(meter, "coderunner.storage.errors", "{error}", "Reads and writes that failed.", "operation");
        _found = new(meter, "coderunner.sweep.found", "{submission}", "Entries of the pending index that the sweep found without a place in the queue; a lost one is a fault.", "finding");
        _wait = meter.CreateHistogram("coderunner.submission.wait.duration", "s", "From acknowledged to leased.", null, Waits);
        _run = meter.CreateHistogram("coderunner.submission.run.duration", "s", "One attempt: compile and all tests.", null, Durations);
        _whole = meter.CreateHistogram("coderunner.submission.duration", "s", "From acknowledged to the stored result.", null, Durations);
        meter.CreateObservableUpDownCounter("coderunner.queue.length", Waiting, "{submission}", "Submissions that wait, of the dispatchers on this silo.");
        meter.CreateObservableUpDownCounter(
            "coderunner.queue.leased", () => _queues.Values.Sum(static queue => queue.Leased), "{submission}", "Submissions that run, of the dispatchers on this silo.");
        meter.CreateObservableUpDownCounter("coderunner.slot.count", () => slots.Value.Count, "{slot}", "Slots of this silo.");
        meter.CreateObservableUpDownCounter("coderunner.slot.busy", () => running.Count, "{slot}", "Slots of this silo that run something.");
    }

    /// <summary>The source of this project's spans; gives none unless somebody listens.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>A submission was stored.</summary>
    public void Accepted(Lane lane) => _accepted.Add(lane);

    /// <summary>A submission got its first lease.</summary>
    public void Leased(Lane lane, TimeSpan waited)
    {
        // Clocks of two machines may differ.
        waited = waited > TimeSpan.Zero ? waited : TimeSpan.Zero;
        Interlocked.Increment(ref _leased);
        Interlocked.Add(ref _waitTicks, waited.Ticks);
        _wait.Record(waited.TotalSeconds, TagOf(lane));
    }

    /// <summary>An attempt came to a result.</summary>
    public void Ran(TimeSpan duration)
    {
        Interlocked.Increment(ref _runs);
        Interlocked.Add(ref _runTicks, duration.Ticks);
        _run.Record(duration.TotalSeconds);
    }

    /// <summary>A submission has its result.</summary>
    public void Finished(Verdict verdict) => _finished.Add(verdict);

    /// <summary>A submission that ran here has its result.</summary>
    public void Finished(Verdict verdict, Lane lane, TimeSpan sinceAcknowledged)
    {
        Finished(verdict);
        _whole.Record(Math.Max(0, sinceAcknowledged.TotalSeconds), TagOf(lane));
    }

    /// <summary>A submission goes back into the queue.</summary>
    public void Retried(RetryCause cause) => _retries.Add(cause);

    /// <summary>The sweep found something that should not have been there.</summary>
    public void Found(SweepFinding finding) => _found.Add(finding);

    /// <summary>Storage failed.</summary>
    public void StorageFailed(StorageOperation operation) => _storageErrors.Add(operation);

    /// <summary>A dispatcher on this silo says how long its queue is; null: it is here no more.</summary>
    public void Queue(int shard, QueueStatus? status)
    {
        if (status is null)
        {
            _queues.TryRemove(shard, out _);
        }
        else
        {
            _queues[shard] = status;
        }
    }

    /// <summary>What this silo has done so far.</summary>
    public EngineTotals ReadTotals() => new()
    {
        Accepted = _accepted.Sum(),
        Leased = Interlocked.Read(ref _leased),
        WaitTime = new TimeSpan(Interlocked.Read(ref _waitTicks)),
        Runs = Interlocked.Read(ref _runs),
        RunTime = new TimeSpan(Interlocked.Read(ref _runTicks)),
        Retries = _retries.Sum(),
        Finished = EngineTotals.None.Finished.SetItems(_finished.Read()),
    };

    private static KeyValuePair<string, object?> TagOf(Lane lane) => lane == Lane.Batch ? Batch : Interactive;

    private IEnumerable<Measurement<int>> Waiting() =>
    [
        new(_queues.Values.Sum(static queue => queue.WaitingInteractive), Interactive),
        new(_queues.Values.Sum(static queue => queue.WaitingBatch), Batch),
    ];
}
