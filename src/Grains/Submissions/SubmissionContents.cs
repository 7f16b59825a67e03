using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Submissions;

/// <summary>The heavy part of requests and results: how much it is, and how to leave it out.</summary>
internal static class SubmissionContents
{
    /// <summary>The request with its sources, inputs and expected outputs emptied; names stay.</summary>
    public static SubmissionRequest WithoutContents(this SubmissionRequest request) => request with
    {
        Code = Blob.Empty,
        Files = [.. request.Files.Select(static file => file with { Content = Blob.Empty })],
        Tests = [.. request.Tests.Select(static test => test with { Stdin = Blob.Empty, ExpectedOutput = Emptied(test.ExpectedOutput) })],
    };

    /// <summary>Bytes of sources, inputs and expected outputs.</summary>
    public static long ContentBytes(this SubmissionRequest request) =>
        request.Code.Length
        + request.Files.Sum(static file => (long)file.Content.Length)
        + request.Tests.Sum(static test => (long)test.Stdin.Length + (test.ExpectedOutput?.Length ?? 0));

    /// <summary>Bytes of outputs.</summary>
    public static long ContentBytes(this SubmissionResult result) =>
        (result.Compile?.Output.Length ?? 0) + result.Tests.Sum(static test => (long)test.Stdout.Length + test.Stderr.Length);

    /// <summary>Whether two results are one, told by what no two attempts share.</summary>
    public static bool IsSameAs(this SubmissionResult result, SubmissionResult other) =>
        (result.Verdict, result.Attempts, result.StartedAt, result.FinishedAt)
        == (other.Verdict, other.Attempts, other.StartedAt, other.FinishedAt);

    private static Blob? Emptied(Blob? blob) => blob is null ? null : Blob.Empty;
}
