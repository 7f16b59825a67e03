using CodeRunner.Client;

namespace CodeRunner.Bench.Scenarios;

/// <summary>Where the time of one submission went, in milliseconds.</summary>
internal readonly record struct SubmissionTimes(double Total, double Queue, double Compile, double Run, double Sandbox, double Answer)
{
    public static SubmissionTimes Of(JobStatus status, double total)
    {
        if (status is not { StartedAt: { } started, FinishedAt: { } finished, Compile.WallTimeMs: var compile, WallTimeMs: { } run })
            throw new BenchException($"{status.JobId} has no times.");
        var queue = (started - status.CreatedAt).TotalMilliseconds;
        var attempt = (finished - started).TotalMilliseconds;
        return new SubmissionTimes(total, queue, compile, run, attempt - compile - run, total - queue - attempt);
    }
}
