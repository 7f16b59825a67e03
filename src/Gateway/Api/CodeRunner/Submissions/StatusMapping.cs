using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Gateway.Api.CodeRunner.Submissions;

/// <summary>Makes what the grains know of a submission what clients see.</summary>
internal static class StatusMapping
{
    private const int MillisecondDigits = 3;

    /// <summary>The submission as clients see it.</summary>
    public static StatusResponse ToResponse(this SubmissionSnapshot snapshot)
    {
        var response = new StatusResponse
        {
            JobId = snapshot.Id,
            State = snapshot.State,
            Language = snapshot.Request.Language,
            QueuePosition = snapshot.QueuePosition,
            Progress = snapshot.Progress?.ToResponse(snapshot.Request.HasTests),
            Attempts = snapshot.Attempts,
            CreatedAt = snapshot.Request.CreatedAt,
            StartedAt = snapshot.StartedAt,
            ContentsRemoved = snapshot.Request.ContentsRemoved,
        };
        return snapshot.Result is { } result ? response.With(result, snapshot.Request.HasTests) : response;
    }

    /// <summary>The submission once it has the result.</summary>
    public static SubmissionSnapshot Finish(this SubmissionSnapshot snapshot, SubmissionResult result) => snapshot with
    {
        State = result.State,
        Result = result,
        Attempts = result.Attempts,
        StartedAt = result.StartedAt,
        Progress = null,
        QueuePosition = null,
    };

    /// <summary>How far it is, as clients see it.</summary>
    public static ProgressResponse ToResponse(this Progress progress, bool hasTests) => progress.Test == 0
        ? new(ProgressPhase.Compiling, 0, progress.Tests, "compiling")
        : new(ProgressPhase.Testing, progress.Test, progress.Tests, hasTests ? $"test {progress.Test} of {progress.Tests}" : "running");

    /// <summary>In milliseconds, exact to the microsecond.</summary>
    public static double ToMilliseconds(this TimeSpan time) => Math.Round(time.TotalMilliseconds, MillisecondDigits);

    private static StatusResponse With(this StatusResponse response, SubmissionResult result, bool hasTests)
    {
        var tests = result.Tests;
        var deciding = tests.FirstOrDefault(static test => test.Verdict != Verdict.Accepted) ?? tests.LastOrDefault();
        var message = result.Message ?? result.Compile?.Message;

        // What a test had used that was cancelled nobody knows.
        var ended = tests.Where(static test => test.Verdict != Verdict.Cancelled).ToArray();
        return response with
        {
            Output = ChooseOutput(result, deciding, message),
            Verdict = result.Verdict,
            Message = message,
            Stdout = deciding?.Stdout ?? Blob.Empty,
            Stderr = deciding?.Stderr ?? Blob.Empty,
            StdoutTruncated = deciding?.StdoutTruncated ?? false,
            StderrTruncated = deciding?.StderrTruncated ?? false,
            ExitCode = deciding?.ExitCode,
            Signal = deciding?.Signal,
            CompileOutput = result.Compile?.Output ?? Blob.Empty,
            CompileOutputTruncated = result.Compile?.OutputTruncated ?? false,
            CpuTimeMs = ended.Length == 0 ? null : ended.Max(static test => test.Usage.CpuTime).ToMilliseconds(),
            WallTimeMs = ended.Length == 0 ? null : ended.Max(static test => test.Usage.WallTime).ToMilliseconds(),
            MemoryBytes = ended.Length == 0 ? null : ended.Max(static test => test.Usage.Memory.Bytes),
            Compile = result.Compile?.Usage.ToResponse(),
            Tests = hasTests ? [.. tests.Select(ToResponse)] : null,
            Attempts = result.Attempts,
            StartedAt = result.StartedAt,
            FinishedAt = result.FinishedAt,
        };
    }

    private static Blob ChooseOutput(SubmissionResult result, TestResult? deciding, string? message) => result.Verdict switch
    {
        Verdict.CompileError when result.Compile is { Output.IsEmpty: false } compile => compile.Output,
        Verdict.CompileError or Verdict.InternalError => Blob.FromText(message),
        Verdict.Cancelled when message is not null => Blob.FromText(message),
        _ => deciding?.Stdout ?? Blob.Empty,
    };

    private static CompileUsageResponse ToResponse(this Usage usage) =>
        new(usage.CpuTime.ToMilliseconds(), usage.WallTime.ToMilliseconds(), usage.Memory.Bytes);

    private static TestResponse ToResponse(this TestResult test) => new()
    {
        Name = test.Name,
        Verdict = test.Verdict,
        Message = test.Message,
        Stdout = test.Stdout,
        Stderr = test.Stderr,
        StdoutTruncated = test.StdoutTruncated,
        StderrTruncated = test.StderrTruncated,
        ExitCode = test.ExitCode,
        Signal = test.Signal,
        CpuTimeMs = test.Usage.CpuTime.ToMilliseconds(),
        WallTimeMs = test.Usage.WallTime.ToMilliseconds(),
        MemoryBytes = test.Usage.Memory.Bytes,
    };
}
