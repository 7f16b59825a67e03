using System.Collections.Immutable;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Submissions;

/// <summary>
/// What an attempt has told of itself since it began. Of this the result of a submission that is cancelled is made: at once, and without
/// its executor, which may be frozen or lost.
/// </summary>
internal sealed class RunSoFar
{
    private readonly int _keptBytes;
    private readonly ImmutableArray<TestResult>.Builder _ended = ImmutableArray.CreateBuilder<TestResult>();
    private readonly OutputSoFar _stdout = new();
    private readonly OutputSoFar _stderr = new();
    private CompileResult? _compile;
    private DateTimeOffset _runsSince;

    /// <summary>Number of the test that runs, from 1; 0 while none does.</summary>
    private int _running;

    /// <summary>Bytes of output kept of the tests that have ended.</summary>
    private int _endedBytes;

    /// <summary>Begins with what earlier turns of the attempt had.</summary>
    /// <param name="keptBytes">Bytes of output kept of the tests that have ended, and as many again of the one that runs; what goes beyond is left out and marked.</param>
    /// <param name="earlier">The results of the tests that those have run.</param>
    public RunSoFar(int keptBytes, ImmutableArray<TestResult> earlier)
    {
        _keptBytes = keptBytes;
        foreach (var result in earlier)
        {
            var stdout = Take(result.Stdout);
            var stderr = Take(result.Stderr);
            _ended.Add(result with
            {
                Stdout = stdout,
                Stderr = stderr,
                StdoutTruncated = result.StdoutTruncated || stdout.Length < result.Stdout.Length,
                StderrTruncated = result.StderrTruncated || stderr.Length < result.Stderr.Length,
            });
        }
    }

    /// <summary>Takes note of what the executor tells.</summary>
    /// <param name="events">What happened, in order.</param>
    /// <param name="now">When it was told.</param>
    public void Add(IReadOnlyList<SubmissionEvent> events, DateTimeOffset now)
    {
        var missed = events.Any(static happened => happened is EventsMissed);
        foreach (var happened in events)
        {
            switch (happened)
            {
                case ProgressMade made:
                    _compile = made.Compile ?? _compile;
                    Begin(made.Progress.Test, now);
                    break;
                case OutputWritten output when output.Test == _running:
                    (output.Stream == OutputStream.Stdout ? _stdout : _stderr).Add(output.Data, _keptBytes - _stdout.Bytes - _stderr.Bytes);
                    break;
                case TestFinished ended when ended.Test == _running:
                    End(ended, missed);
                    break;
            }
        }

        if (missed)
        {
            // The note stands behind what it is missing from: whatever comes next does not follow on what is here.
            _stdout.Cut();
            _stderr.Cut();
        }
    }

    /// <summary>The result of the submission, cancelled now.</summary>
    /// <param name="request">What is run, for the names of its tests.</param>
    /// <param name="now">When it is cancelled.</param>
    /// <returns>What the compiler said, the tests that have ended, and what the one that ran has written.</returns>
    public SubmissionResult Cancelled(SubmissionRequest request, DateTimeOffset now) => new()
    {
        Verdict = Verdict.Cancelled,
        Compile = _compile,
        Tests = _running == 0 ? _ended.ToImmutable() : [.. _ended, Interrupted(request, now)],
        FinishedAt = now,
    };

    private Blob Take(Blob output)
    {
        var kept = output.Length <= _keptBytes - _endedBytes ? output : new Blob(output.Span[..(_keptBytes - _endedBytes)].ToArray());
        _endedBytes += kept.Length;
        return kept;
    }

    // Only the next one has a place: a result that was lost on the way leaves none for those behind it.
    private void Begin(int test, DateTimeOffset now)
    {
        _running = test == _ended.Count + 1 ? test : 0;
        _runsSince = now;
        _stdout.Clear();
        _stderr.Clear();
    }

    private void End(TestFinished ended, bool missed)
    {
        _running = 0;
        if (ended.Result is not { } result)
        {
            // Told by a silo of an earlier version, which doesn't say enough.
            return;
        }

        var stdout = _stdout.Take(_keptBytes - _endedBytes);
        _endedBytes += stdout.Length;
        var stderr = _stderr.Take(_keptBytes - _endedBytes);
        _endedBytes += stderr.Length;
        _ended.Add(result with
        {
            Stdout = stdout,
            Stderr = stderr,
            StdoutTruncated = result.StdoutTruncated || _stdout.IsCut || missed,
            StderrTruncated = result.StderrTruncated || _stderr.IsCut || missed,
        });
    }

    /// <summary>The test that runs, as far as it came. What it has used nobody knows yet but for the time.</summary>
    private TestResult Interrupted(SubmissionRequest request, DateTimeOffset now)
    {
        var (stdout, stderr) = (_stdout.Take(_keptBytes), _stderr.Take(_keptBytes));
        return new TestResult
        {
            Name = request.Tests[_running - 1].Name,
            Verdict = Verdict.Cancelled,
            Stdout = stdout,
            Stderr = stderr,
            StdoutTruncated = _stdout.IsCut,
            StderrTruncated = _stderr.IsCut,
            Usage = Usage.None with { WallTime = now - _runsSince },
        };
    }
}
