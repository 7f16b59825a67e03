using System.Diagnostics;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Diagnostics;

/// <summary>The spans of an attempt, in the trace of the request that brought the submission.</summary>
internal static class SubmissionTrace
{
    /// <summary>Says that it waited, and begins the span of the attempt. All is null where nobody traces.</summary>
    public static Activity? Begin(SubmissionRequest request, Lease lease, DateTimeOffset startedAt)
    {
        if (!GrainsInstruments.Source.HasListeners() || !ActivityContext.TryParse(request.TraceParent, null, isRemote: true, out var parent))
        {
            return null;
        }

        if (lease.Attempt == 1 && request.CreatedAt < startedAt)
        {
            using var queued = Start("queue", ActivityKind.Internal, parent, request, lease, request.CreatedAt);
            queued?.SetEndTime(startedAt.UtcDateTime);
        }

        return Start("execute", ActivityKind.Consumer, parent, request, lease, startedAt);
    }

    /// <summary>Marks the span as failed. Always false, to be an exception filter.</summary>
    public static bool Fail(Activity? span, Exception exception)
    {
        span?.SetStatus(ActivityStatusCode.Error, exception.Message);
        return false;
    }

    private static Activity? Start(
        string name, ActivityKind kind, ActivityContext parent, SubmissionRequest request, Lease lease, DateTimeOffset startedAt) =>
        GrainsInstruments.Source.StartActivity(
            name,
            kind,
            parent,
            [
                new("coderunner.submission.id", lease.Id.ToString()),
                new("coderunner.submission.attempt", lease.Attempt),
                new("coderunner.language", request.Language),
            ],
            startTime: startedAt);
}
