using CodeRunner.Contracts;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Tests.Fakes;

/// <summary>Requests, results and entries of which a test only cares about some members.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Moment = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static string Code(string prefix = "held") => $"{prefix} {Guid.NewGuid()}";

    public static SubmissionRequest Request(string code, string client = "ann", Lane lane = Lane.Interactive) => new()
    {
        Language = "cpp",
        Code = Blob.FromText(code),
        Tests = [new TestCase("1", Blob.Empty, null)],
        Limits = new Limits(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6), ByteSize.FromMiB(256), ByteSize.FromMiB(1), 64),
        Lane = lane,
        Client = client,
        CreatedAt = Moment,
    };

    public static SubmissionResult Result(Verdict verdict) => new()
    {
        Verdict = verdict,
        Compile = new CompileResult(true, Blob.Empty, false, Usage.None, null),
        FinishedAt = Moment,
    };

    public static TestResult Test(Verdict verdict) => new() { Name = "1", Verdict = verdict, Usage = Usage.None };

    public static QueueEntry Entry(string client = "ann", Lane lane = Lane.Interactive, int attempts = 0, Guid? id = null) =>
        new(id ?? Guid.NewGuid(), client, lane, attempts, Moment);
}
