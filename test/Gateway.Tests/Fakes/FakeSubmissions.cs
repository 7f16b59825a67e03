using System.Collections.Concurrent;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Gateway.Tests.Fakes;

/// <summary>What the fake grains do and saw. Tests write the script; one fixture shares it among all grains.</summary>
public sealed class FakeSubmissions
{
    private readonly ConcurrentDictionary<Guid, FakeSubmission> _submissions = new();

    /// <summary>What came in through SubmitAsync, in order.</summary>
    public ConcurrentQueue<(Guid Id, SubmissionRequest Request)> Submitted { get; } = new();

    /// <summary>Decides what becomes of the next submissions; may throw.</summary>
    public Func<FakeSubmission, Rejection?> OnSubmit { get; set; } = static _ => null;

    public FakeSubmission? Find(Guid id) => _submissions.GetValueOrDefault(id);

    /// <summary>Makes a submission without a request over HTTP.</summary>
    public FakeSubmission Add(bool hasTests = false)
    {
        var submission = new FakeSubmission(Guid.NewGuid(), Samples.Request(hasTests));
        _submissions[submission.Id] = submission;
        return submission;
    }

    /// <summary>Deletes one, as its time is over.</summary>
    public void Remove(Guid id) => _submissions.TryRemove(id, out _);

    public Rejection? Submit(Guid id, SubmissionRequest request)
    {
        var submission = new FakeSubmission(id, request);
        Submitted.Enqueue((id, request));
        if (OnSubmit(submission) is { } rejection)
            return rejection;
        _submissions[id] = submission;
        return null;
    }
}

/// <summary>Requests and results to begin with.</summary>
public static class Samples
{
    public static DateTimeOffset CreatedAt { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static Usage Usage { get; } = new(TimeSpan.FromMicroseconds(1482), TimeSpan.FromMicroseconds(2100), new ByteSize(1_511_424));

    public static SubmissionRequest Request(bool hasTests = false) => new()
    {
        Language = "cpp",
        Code = Blob.FromText("int main(){}"),
        Tests = [new TestCase("test 1", Blob.Empty, null)],
        HasTests = hasTests,
        Limits = new Limits(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6), ByteSize.FromMiB(256), ByteSize.FromMiB(1), 64),
        Client = "somebody",
        CreatedAt = CreatedAt,
    };

    public static TestResult Test(Verdict verdict = Verdict.Accepted, string name = "test 1", string stdout = "") => new()
    {
        Name = name,
        Verdict = verdict,
        Stdout = Blob.FromText(stdout),
        ExitCode = 0,
        Usage = Usage,
    };

    public static SubmissionResult Result(params TestResult[] tests) => new()
    {
        Verdict = tests.FirstOrDefault(static test => test.Verdict != Verdict.Accepted)?.Verdict ?? Verdict.Accepted,
        Compile = new CompileResult(true, Blob.Empty, false, new Usage(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(310), ByteSize.FromMiB(80)), null),
        Tests = [.. tests],
        Attempts = 1,
        StartedAt = CreatedAt.AddSeconds(1),
        FinishedAt = CreatedAt.AddSeconds(2),
    };
}
