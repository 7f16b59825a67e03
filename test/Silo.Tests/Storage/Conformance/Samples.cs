using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using Orleans.Runtime;

namespace CodeRunner.Silo.Tests.Storage.Conformance;

/// <summary>What is stored in tests.</summary>
internal static class Samples
{
    public static string NewFolder() => Directory.CreateTempSubdirectory("coderunner-test-").FullName;

    public static GrainId NewId(Guid? id = null) => GrainId.Create("submission", (id ?? Guid.NewGuid()).ToString("N"));

    public static GrainState<SubmissionResult> Result(string message = "hello", int bytes = 0) => new(new SubmissionResult
    {
        Verdict = Verdict.Accepted,
        Message = message,
        Tests = [new TestResult { Name = "t", Verdict = Verdict.Accepted, Stdout = new Blob(new byte[bytes]), Usage = Usage.None }],
    });

    /// <summary>The same as a client's.</summary>
    public static IGrainState<SubmissionResult> ResultOf(string client, int bytes) => new Owned(Result(bytes: bytes).State!, client);

    private sealed class Owned(SubmissionResult state, string client) : IGrainState<SubmissionResult>, IOwnedState
    {
        [System.Diagnostics.CodeAnalysis.AllowNull]
        public SubmissionResult State { get; set; } = state;

        public string? ETag { get; set; }

        public bool RecordExists { get; set; }

        public string Owner => client;
    }
}
