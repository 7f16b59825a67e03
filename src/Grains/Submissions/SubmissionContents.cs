using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Contracts;

namespace CodeRunner.Grains.Submissions;

/// <summary>The heavy part of requests and results: how much it is, and how to leave it out.</summary>
public static class SubmissionContents
{
    /// <summary>The request with its sources, inputs and expected outputs emptied; names stay.</summary>
    public static SubmissionRequest WithoutContents(this SubmissionRequest request) => request.WithEmptyInputs() with { Code = Blob.Empty };

    /// <summary>The request as it stays when its inputs are removed after its end: with its code, and marked.</summary>
    public static SubmissionRequest WithInputsRemoved(this SubmissionRequest request) => request.WithEmptyInputs() with { ContentsRemoved = true };

    /// <summary>The same number for requests that compile to the same program; never 0.</summary>
    public static long CompileAffinity(this SubmissionRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, request.Language);
        Add(hash, request.Standard ?? string.Empty);
        foreach (var option in request.CompileOptions)
        {
            Add(hash, option);
        }

        Add(hash, request.Code.Span);
        foreach (var file in request.Files)
        {
            Add(hash, file.Path);
            Add(hash, file.Content.Span);
        }

        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes) | 1;
    }

    /// <summary>Bytes of sources, inputs and expected outputs.</summary>
    public static long ContentBytes(this SubmissionRequest request) => request.Code.Length + request.InputBytes();

    /// <summary>Bytes of what is given to the program beside its code: files, inputs and expected outputs.</summary>
    public static long InputBytes(this SubmissionRequest request) =>
        request.Files.Sum(static file => (long)file.Content.Length)
        + request.Tests.Sum(static test => (long)test.Stdin.Length + (test.ExpectedOutput?.Length ?? 0));

    /// <summary>Bytes of outputs.</summary>
    public static long ContentBytes(this SubmissionResult result) =>
        (result.Compile?.Output.Length ?? 0) + result.Tests.Sum(static test => (long)test.Stdout.Length + test.Stderr.Length);

    /// <summary>
    /// The result with excerpts of its outputs: the first bytes of each, <paramref name="each"/> at most, and of all together <paramref name="all"/>.
    /// What is cut is marked; everything else stays.
    /// </summary>
    public static SubmissionResult WithExcerpts(this SubmissionResult result, int each, int all)
    {
        var compile = result.Compile;
        if (compile is not null)
        {
            var said = Take(compile.Output);
            compile = compile with { Output = said, OutputTruncated = compile.OutputTruncated || said.Length < compile.Output.Length };
        }

        return result with { Compile = compile, Tests = [.. result.Tests.Select(WithTaken)] };

        TestResult WithTaken(TestResult test)
        {
            var (stdout, stderr) = (Take(test.Stdout), Take(test.Stderr));
            return test with
            {
                Stdout = stdout,
                Stderr = stderr,
                StdoutTruncated = test.StdoutTruncated || stdout.Length < test.Stdout.Length,
                StderrTruncated = test.StderrTruncated || stderr.Length < test.Stderr.Length,
            };
        }

        Blob Take(Blob output)
        {
            var room = Math.Min(each, all);
            var taken = output.Length <= room ? output : new Blob(output.Span[..room].ToArray());
            all -= taken.Length;
            return taken;
        }
    }

    /// <summary>Whether two results are one, told by what no two attempts share.</summary>
    public static bool IsSameAs(this SubmissionResult result, SubmissionResult other) =>
        (result.Verdict, result.Attempts, result.StartedAt, result.FinishedAt)
        == (other.Verdict, other.Attempts, other.StartedAt, other.FinishedAt);

    private static SubmissionRequest WithEmptyInputs(this SubmissionRequest request) => request with
    {
        Files = [.. request.Files.Select(static file => file with { Content = Blob.Empty })],
        Tests = [.. request.Tests.Select(static test => test with { Stdin = Blob.Empty, ExpectedOutput = Emptied(test.ExpectedOutput) })],
    };

    private static void Add(IncrementalHash hash, string text) => Add(hash, Encoding.UTF8.GetBytes(text));

    // With its length before it, no two lists of parts are the same bytes.
    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }

    private static Blob? Emptied(Blob? blob) => blob is null ? null : Blob.Empty;
}
