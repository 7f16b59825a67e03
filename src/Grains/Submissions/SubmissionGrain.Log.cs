using Microsoft.Extensions.Logging;

namespace CodeRunner.Grains.Submissions;

/// <content>Log messages.</content>
internal sealed partial class SubmissionGrain
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Submission {Id} was not taken: it can't be stored or queued now.")]
    private partial void LogNotTaken(Exception exception, Guid id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {Id}: its dispatcher can't be reached; trying again.")]
    private partial void LogDispatcherAway(Exception exception, Guid id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {Id}: a step failed that the sweep makes up for.")]
    private partial void LogLeftToSweep(Exception exception, Guid id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {Id}: its large inputs can't be removed now; they go when it is next asked for, or with it.")]
    private partial void LogInputsKept(Exception exception, Guid id);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The queue position of submission {Id} is unknown.")]
    private partial void LogPositionUnknown(Exception exception, Guid id);
}
