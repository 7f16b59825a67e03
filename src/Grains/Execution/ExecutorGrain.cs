using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Diagnostics;
using CodeRunner.Grains.Execution.Slots;
using CodeRunner.Grains.Resilience;
using CodeRunner.Grains.Storage;
using CodeRunner.Judging.Runs;
using CodeRunner.Sandbox;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace CodeRunner.Grains.Execution;

/// <summary>
/// Carries out one lease at a time: fetches the request, runs it, delivers the result. How many run is the business of the
/// slots, so there may be as many workers as anyone has slots.
/// </summary>
[StatelessWorker(MaximumWorkers)]
[GrainType("executor")]
internal sealed partial class ExecutorGrain(
    ISubmissionRunner runner,
    LocalLeases leases,
    ILocalSiloDetails silo,
    InstrumentedPendingIndex index,
    GrainsInstruments instruments,
    IOptions<SlotOptions> options,
    RetryPolicy retries,
    TimeProvider time,
    ILogger<ExecutorGrain> logger) : Grain, IExecutorGrain
{
    private const int MaximumWorkers = 1024;

    /// <summary>How long after its last renewal a lease is looked up before its result is delivered; less than a silo takes to be declared dead.</summary>
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(2);

    private static readonly Func<ILogger, Guid, int, IDisposable?> Scope = LoggerMessage.DefineScope<Guid, int>("Submission {Id}, attempt {Attempt}");

    private readonly SlotOptions _options = options.Value;

    /// <inheritdoc/>
    public Task<LeaseReport> ExecuteAsync(Lease lease) => Task.FromResult(Refuse(lease));

    /// <inheritdoc/>
    public Task<LeaseReport> CarryOutAsync(Lease lease, SiloAddress owner) =>
        owner.Equals(silo.SiloAddress) ? CarryOutAsync(lease) : Task.FromResult(Refuse(lease));

    private async Task<LeaseReport> CarryOutAsync(Lease lease)
    {
        var running = leases.TryEnter(lease);
        if (running is null)
        {
            // Another worker of this silo has it and will report it; there is nothing to say about it here.
            return new LeaseReport(lease, LeaseEnd.Unknown);
        }

        // Whatever is logged on the way, in the sandbox too, says whose it is.
        using var scope = Scope(logger, lease.Id, lease.Attempt);
        try
        {
            return await RunAsync(running);
        }
        catch (Exception exception) when (running.Reason != RevocationReason.None)
        {
            // Whatever a run that was killed ends with is not its own doing.
            LogStopped(exception, lease.Id, lease.Attempt, running.Reason);
            return running.Reason == RevocationReason.Revoked ? await EndWithoutResultAsync(lease) : new LeaseReport(lease, LeaseEnd.HandedBack);
        }
        catch (SandboxUnavailableException exception)
        {
            // The machine's doing, not the submission's: somebody else runs it, or this silo when it can again.
            LogSandboxAway(lease.Id, lease.Attempt, exception.Message);
            return new LeaseReport(lease, LeaseEnd.HandedBack);
        }
        catch (OverloadException exception)
        {
            LogOverloaded(lease.Id, lease.Attempt, exception.Message);
            return new LeaseReport(lease, LeaseEnd.Overloaded, exception.Message);
        }
        catch (SandboxException exception)
        {
            LogSandboxFailed(exception, lease.Id, lease.Attempt);
            return new LeaseReport(lease, LeaseEnd.Failed, exception.Message);
        }
        catch (Exception exception)
        {
            LogFailed(exception, lease.Id, lease.Attempt);
            return new LeaseReport(lease, LeaseEnd.Failed, exception.GetType().Name);
        }
        finally
        {
            leases.End(running);
        }
    }

    private async Task<LeaseReport> RunAsync(LocalLease running)
    {
        var lease = running.Lease;
        var submission = GrainFactory.GetGrain<ISubmissionGrain>(lease.Id);
        var startedAt = time.GetUtcNow();
        var request = await PersistAsync(() => submission.BeginAsync(lease.Attempt, startedAt), running);
        if (request is null)
        {
            return await EndWithoutResultAsync(lease);
        }

        LogBegan(lease.Id, lease.Attempt);
        running.Begin();
        using var span = SubmissionTrace.Begin(request, lease, startedAt);
        try
        {
            if (lease.Turn > 0 && await PersistAsync(submission.ResumeAsync, running) is { } checkpoint)
            {
                running.Resume(checkpoint.Tests);
                startedAt = checkpoint.Attempt == lease.Attempt ? checkpoint.StartedAt : startedAt;
            }

            var result = await RunAsync(request, submission, running) with { Attempts = lease.Attempt, StartedAt = startedAt, FinishedAt = time.GetUtcNow() };
            instruments.Ran(result.FinishedAt - startedAt);
            var counts = !await IsOvertakenAsync(running) && await PersistAsync(() => submission.CompleteAsync(result), running);
            if (counts)
            {
                instruments.Finished(result.Verdict, request.Lane, time.GetUtcNow() - request.CreatedAt);
            }

            LogEnded(lease.Id, lease.Attempt, result.Verdict, counts);
            return counts ? new LeaseReport(lease, LeaseEnd.Completed) : await EndWithoutResultAsync(lease);
        }
        catch (Exception exception) when (running.Reason == RevocationReason.Yielded)
        {
            LogStopped(exception, lease.Id, lease.Attempt, running.Reason);
            await KeepAsync(submission, new RunCheckpoint(lease.Attempt, startedAt, running.Finished));
            return new LeaseReport(lease, LeaseEnd.Yielded);
        }
        catch (Exception exception) when (SubmissionTrace.Fail(span, exception))
        {
            throw;
        }
    }

    private async Task<SubmissionResult> RunAsync(SubmissionRequest request, ISubmissionGrain submission, LocalLease running)
    {
        var reporter = new RunReporter(request, submission, running, _options, time, logger);
        try
        {
            // Off the grain's scheduler: what a run computes and waits for is no grain turn.
            var result = await Task.Run(() => runner.RunAsync(request, reporter, running.Stopped), running.Stopped);
            running.FreeSlot();
            return result;
        }
        finally
        {
            await reporter.StopAsync();
        }
    }

    /// <summary>
    /// Calls a submission again and again while its storage is away, so that a finished run isn't thrown away. Ends with the
    /// lease, or after the delivery timeout, as what can't be stored must not block a slot for ever.
    /// </summary>
    private Task<T> PersistAsync<T>(Func<Task<T>> call, LocalLease running) => retries.ExecuteAsync(
        call,
        _options.DeliveryTimeout,
        Transient.IsAny,
        exception => LogNotDelivered(exception, running.Lease.Id, running.Lease.Attempt),
        running.Stopped);

    private async Task KeepAsync(ISubmissionGrain submission, RunCheckpoint checkpoint)
    {
        try
        {
            await submission.YieldAsync(checkpoint);
        }
        catch (Exception exception)
        {
            // Then its tests run once more.
            LogNotKept(exception, submission.GetPrimaryKey(), checkpoint.Tests.Length);
        }
    }

    /// <summary>
    /// Whether a later attempt was given out while this silo was not heard of: it may have been declared dead without knowing, and then its
    /// submission's activation here is as dead as it is.
    /// </summary>
    private async Task<bool> IsOvertakenAsync(LocalLease running)
    {
        var lease = running.Lease;
        return time.GetElapsedTime(running.RenewedAt) >= Doubt
            && await PersistAsync(() => index.GetAttemptsAsync(lease.Shard, lease.Id), running) > lease.Attempt;
    }

    /// <summary>
    /// Ends a lease whose run brought no result that counts. That the submission has another one is looked up and never supposed, as a
    /// dispatcher that is told so forgets the submission.
    /// </summary>
    private async Task<LeaseReport> EndWithoutResultAsync(Lease lease)
    {
        try
        {
            var snapshot = await GrainFactory.GetGrain<ISubmissionGrain>(lease.Id).GetAsync();
            return new LeaseReport(lease, snapshot is { Result: null } ? LeaseEnd.Revoked : LeaseEnd.Completed);
        }
        catch (Exception exception)
        {
            LogUnknownEnd(exception, lease.Id, lease.Attempt);
            return new LeaseReport(lease, LeaseEnd.Revoked);
        }
    }

    private LeaseReport Refuse(Lease lease)
    {
        LogForeign(lease.Id, lease.Attempt);
        return new LeaseReport(lease, LeaseEnd.HandedBack);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {Id} gave its slot up, but the results of its first {Count} tests can't be kept; they run again.")]
    private partial void LogNotKept(Exception exception, Guid id, int count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Submission {Id}, attempt {Attempt}: begins.")]
    private partial void LogBegan(Guid id, int attempt);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Submission {Id}, attempt {Attempt}: stopped, {Reason}.")]
    private partial void LogStopped(Exception exception, Guid id, int attempt, RevocationReason reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {Id}, attempt {Attempt}: refused, as the lease is another silo's.")]
    private partial void LogForeign(Guid id, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {Id}, attempt {Attempt}: nobody says whether it has its result; it goes back.")]
    private partial void LogUnknownEnd(Exception exception, Guid id, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {Id}, attempt {Attempt}: handed back, as the sandbox is away: {Reason}")]
    private partial void LogSandboxAway(Guid id, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {Id}, attempt {Attempt}: ends without a verdict. {Reason}")]
    private partial void LogOverloaded(Guid id, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Submission {Id}, attempt {Attempt}: the sandbox failed.")]
    private partial void LogSandboxFailed(Exception exception, Guid id, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Submission {Id}, attempt {Attempt}: the run failed unexpectedly.")]
    private partial void LogFailed(Exception exception, Guid id, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {Id}, attempt {Attempt}: it can't be read or stored now; trying again.")]
    private partial void LogNotDelivered(Exception exception, Guid id, int attempt);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Submission {Id}, attempt {Attempt}: {Verdict}, counts: {Counts}.")]
    private partial void LogEnded(Guid id, int attempt, Verdict verdict, bool counts);
}
