using CodeRunner.Grains.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CodeRunner.Grains.Execution;

/// <content>Log messages.</content>
internal sealed partial class DispatcherGrain
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Shard {Shard} is up: {Waiting} wait, {Held} were running, {Leased} are running.")]
    private partial void LogRecovered(int shard, int waiting, int held, int leased);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Submission {Id} gave its slot up for others; it goes on later with turn {Turn}.")]
    private partial void LogYielded(Guid id, int turn);

    [LoggerMessage(Level = LogLevel.Error, Message = "The pending index of shard {Shard} can't be read; trying again.")]
    private partial void LogIndexUnreadable(Exception exception, int shard);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sweep of shard {Shard} failed; the next one will do its work.")]
    private partial void LogSweepFailed(Exception exception, int shard);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {Id} was in the index but not in the queue; it is queued again.")]
    private partial void LogFoundAgain(Guid id);

    [LoggerMessage(Level = LogLevel.Information, Message = "Submission {Id}, attempt {Attempt}, is running on {Silo}: taken over.")]
    private partial void LogAdopted(Guid id, int attempt, SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {Id}, attempt {Attempt}, failed on {Silo}: {Reason}")]
    private partial void LogFailed(Guid id, int attempt, SiloAddress silo, string? reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {Id}, attempt {Attempt}: {Silo} did not renew the lease.")]
    private partial void LogExpired(Guid id, int attempt, SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {Id}, attempt {Attempt}: {Silo} is dead.")]
    private partial void LogSiloDied(Guid id, int attempt, SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Silo} asks for work, but was declared dead: it gets none.")]
    private partial void LogDeadSiloAsks(SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Error, Message = "Submission {Id} is given up after {Attempts} attempts: {Cause}.")]
    private partial void LogGivenUp(Guid id, int attempts, RetryCause cause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This process stood still for {Elapsed}; all leases get their time again.")]
    private partial void LogStoodStill(TimeSpan elapsed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {Id}: a message or a note in the index was lost.")]
    private partial void LogForgotten(Exception exception, Guid id);
}
