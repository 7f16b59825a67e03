using System.Collections.Concurrent;
using System.Diagnostics;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution.Slots;
using CodeRunner.Judging.Runs;

namespace CodeRunner.Bench.Cluster;

/// <summary>What takes the place of the sandbox in all silos of a cluster: a run waits for its time and says "accepted".</summary>
internal sealed class SimulatedWork(TimeSpan duration) : ISlotGate
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _first = new();
    private volatile Occupancy? _occupancy;

    /// <summary>How long each run takes.</summary>
    public TimeSpan Duration => duration;

    /// <summary>Lets the slots take leases; they wait until then.</summary>
    public void Open() => _open.TrySetResult();

    public Task WaitAsync(CancellationToken cancellationToken) => _open.Task.WaitAsync(cancellationToken);

    /// <summary>Counts all runs from now on.</summary>
    public Occupancy Expect(int slots, int jobs) => _occupancy = new Occupancy(slots, jobs);

    /// <summary>When the first run of a silo, or of a client, began: a timestamp.</summary>
    public Task<long> FirstRunOf(string who) => First(who).Task;

    public ISubmissionRunner On(string silo) => new Runner(this, silo);

    private TaskCompletionSource<long> First(string who) => _first.GetOrAdd(who, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private sealed class Runner(SimulatedWork work, string silo) : ISubmissionRunner
    {
        public async Task<SubmissionResult> RunAsync(SubmissionRequest request, IRunObserver observer, CancellationToken cancellationToken)
        {
            var now = Stopwatch.GetTimestamp();
            work.First(silo).TrySetResult(now);
            work.First(request.Client).TrySetResult(now);
            var occupancy = work._occupancy;
            occupancy?.Begin();
            try
            {
                observer.OnProgress(1, 1);
                await Task.Delay(work.Duration, cancellationToken);
            }
            finally
            {
                occupancy?.End();
            }

            var usage = new Usage(work.Duration, work.Duration, default);
            var test = new TestResult { Name = "1", Verdict = Verdict.Accepted, ExitCode = 0, Usage = usage };
            observer.OnTestFinished(1, test);
            return new SubmissionResult { Verdict = Verdict.Accepted, Tests = [test] };
        }
    }
}
