using System.Collections.Immutable;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Judging.Runs;
using Microsoft.Extensions.Logging;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>
/// Sends what happens in a run to its submission, in batches. When nothing happens it asks from time to time
/// whether to go on: the answer stops a run whose revocation was lost, and the call keeps the submission in memory.
/// </summary>
internal sealed partial class RunReporter : IRunObserver
{
    private const int MaximumEvents = 2048;
    private static readonly TimeSpan SilencePeriod = TimeSpan.FromSeconds(5);

    private readonly SubmissionRequest _request;
    private readonly ISubmissionGrain _submission;
    private readonly LocalLease _running;
    private readonly SlotOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly EventBuffer _buffer;
    private readonly Signal _something = new();
    private readonly Signal _enough = new();
    private readonly Signal _stopped = new();
    private readonly Task _sending;

    /// <summary>What is told with the next progress.</summary>
    private CompileResult? _compiled;

    /// <summary>Begins to send, in the context of the grain that makes it.</summary>
    public RunReporter(SubmissionRequest request, ISubmissionGrain submission, LocalLease running, SlotOptions options, TimeProvider time, ILogger logger)
    {
        (_request, _submission, _running, _options, _time, _logger) = (request, submission, running, options, time, logger);
        _buffer = new(options.ReportBufferBytes, MaximumEvents);
        for (var test = 1; test <= Earlier.Length; test++)
        {
            // Those who watch have been told that the attempt begins.
            Add(new TestFinished(test, Earlier[test - 1].Verdict, Earlier[test - 1].Usage));
        }

        _sending = SendAllAsync();
    }

    /// <inheritdoc/>
    public ImmutableArray<TestResult> Earlier => _running.Finished;

    /// <inheritdoc/>
    public void OnProgress(int test, int tests)
    {
        Add(new ProgressMade(new Progress(test, tests)) { Compile = _compiled });
        _compiled = null;
    }

    /// <inheritdoc/>
    public void OnCompiled(CompileResult result) => _compiled = result;

    /// <inheritdoc/>
    public void OnTestFinished(int test, TestResult result)
    {
        Add(new TestFinished(test, result.Verdict, result.Usage) { Result = result with { Stdout = Blob.Empty, Stderr = Blob.Empty } });
        var isLast = test == _request.Tests.Length || (_request.StopOnFirstFailure && result.Verdict != Verdict.Accepted);
        _running.Finish(result, isLast);
    }

    /// <inheritdoc/>
    public void OnOutput(int test, OutputStream stream, ReadOnlySpan<byte> data)
    {
        _buffer.Write(test, stream, data);
        _something.Set();
        if (_buffer.Bytes >= _options.ReportBytes)
        {
            _enough.Set();
        }
    }

    /// <summary>Sends the rest.</summary>
    public Task StopAsync()
    {
        _stopped.Set();
        return _sending;
    }

    private void Add(SubmissionEvent happened)
    {
        _buffer.Add(happened);
        _something.Set();
    }

    private async Task SendAllAsync()
    {
        while (!_stopped.IsSet)
        {
            await EitherAsync(_something, SilencePeriod);
            if (_something.IsSet)
            {
                await EitherAsync(_enough, _options.ReportPeriod);
            }

            // Before the buffer is emptied: what is written after that sets them again.
            _something.Reset();
            _enough.Reset();
            await SendAsync(_buffer.Take());
        }

        if (_buffer.Take() is { Count: > 0 } rest)
        {
            await SendAsync(rest);
        }
    }

    /// <summary>Waits for the signal, for the stop or for the time to pass.</summary>
    private async Task EitherAsync(Signal signal, TimeSpan time)
    {
        using var over = new CancellationTokenSource();
        await Task.WhenAny(signal.Task, _stopped.Task, Task.Delay(time, _time, over.Token));
        await over.CancelAsync();
    }

    private async Task SendAsync(IReadOnlyList<SubmissionEvent> events)
    {
        if (_running.Reason != RevocationReason.None)
        {
            return;
        }

        try
        {
            if (!await _submission.ReportAsync(_running.Lease.Attempt, events))
            {
                _running.Stop(RevocationReason.Revoked);
            }
        }
        catch (Exception exception)
        {
            // Those who watch miss these; the result has everything.
            LogNotSent(exception, _running.Lease.Id, events.Count);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {Id}: {Count} events could not be sent to it.")]
    private partial void LogNotSent(Exception exception, Guid id, int count);
}
