using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Submissions;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace CodeRunner.Grains.Tests.Compatibility;

/// <summary>
/// What a version has stored, the next one reads, and after a roll-back the one before. Samples are bytes as they were stored; they are never
/// changed, only added (with CODERUNNER_WRITE_SAMPLES set to the folder they are to be written to).
/// </summary>
public sealed class StoredStateTests : IDisposable
{
    private const string Version = "0.1";

    private static readonly DateTimeOffset _moment = new(2026, 11, 23, 1, 2, 3, 456, TimeSpan.Zero);
    private static readonly JsonSerializerOptions _readable = new() { WriteIndented = true, Converters = { new BlobConverter() } };

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public static TheoryData<string> Versions { get; } = [Version];

    private Serializer Serializer => _services.GetRequiredService<Serializer>();

    [Theory]
    [MemberData(nameof(Versions))]
    public void Request_StoredByAVersion_IsReadWhole(string version) =>
        AssertSame(Request, Serializer.Deserialize<RequestState>(Sample($"request-{version}", new RequestState { Request = Request }))?.Request);

    [Theory]
    [MemberData(nameof(Versions))]
    public void Result_StoredByAVersion_IsReadWhole(string version) =>
        AssertSame(Result, Serializer.Deserialize<ResultState>(Sample($"result-{version}", new ResultState { Result = Result }))?.Result);

    [Fact]
    public void Request_WithMembersOfALaterVersion_IsReadWithoutThem()
    {
        var later = Serializer.SerializeToArray(new LaterState { Request = Request, Added = "something new", AlsoAdded = [1, 2, 3] });

        AssertSame(Request, Serializer.Deserialize<RequestState>(later)?.Request);
    }

    [Fact]
    public void Request_WithoutMembersOfThisVersion_HasTheirDefaults()
    {
        var earlier = Serializer.SerializeToArray(new EarlierState());

        Assert.Null(Serializer.Deserialize<RequestState>(earlier)?.Request);
    }

    public void Dispose() => _services.Dispose();

    private static SubmissionRequest Request { get; } = new()
    {
        Language = "cpp",
        Code = Blob.FromText("int main() { return 0; } // \u00e9"),
        Files = [new SubmittedFile("lib/a.h", Blob.FromText("#pragma once\n"))],
        Standard = "20",
        CompileOptions = ["-O2", "-Wall"],
        Args = ["one", ""],
        Tests = [new TestCase("first", Blob.FromText("1"), Blob.FromText("2")), new TestCase("second", Blob.Empty, null)],
        HasTests = true,
        Checker = new Checker(CheckerKind.Float, 0.5, 0.25),
        StopOnFirstFailure = true,
        Limits = new Limits(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6), ByteSize.FromMiB(256), ByteSize.FromMiB(1), 64),
        Lane = Lane.Batch,
        Client = "somebody",
        CreatedAt = _moment,
        Fingerprint = Blob.FromText("fingerprint"),
    };

    private static SubmissionResult Result { get; } = new()
    {
        Verdict = Verdict.WrongAnswer,
        Compile = new CompileResult(true, Blob.FromText("warning"), false, new Usage(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(310), ByteSize.FromMiB(80)), "a note"),
        Tests =
        [
            new TestResult { Name = "first", Verdict = Verdict.Accepted, Stdout = Blob.FromText("2"), ExitCode = 0, Usage = Usage.None },
            new TestResult
            {
                Name = "second", Verdict = Verdict.WrongAnswer, Stdout = new Blob([0, 255]), Stderr = Blob.FromText("e"), StdoutTruncated = true, StderrTruncated = true,
                Signal = "SIGSEGV", Usage = new Usage(TimeSpan.FromTicks(12345), TimeSpan.FromSeconds(1), new ByteSize(4096)), Message = "differs",
            },
        ],
        Message = "Test 2 differs.",
        Attempts = 2,
        StartedAt = _moment,
        FinishedAt = _moment.AddSeconds(1),
    };

    private byte[] Sample<T>(string name, T present)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Compatibility", "Samples", $"{name}.bin");
        if (Environment.GetEnvironmentVariable("CODERUNNER_WRITE_SAMPLES") is { Length: > 0 } folder && name.EndsWith(Version, StringComparison.Ordinal))
        {
            File.WriteAllBytes(Path.Combine(folder, $"{name}.bin"), Serializer.SerializeToArray(present));
            return Serializer.SerializeToArray(present);
        }

        return File.ReadAllBytes(file);
    }

    // As text, since records with lists in them compare the lists by identity.
    private static void AssertSame<T>(T expected, T actual) => Assert.Equal(Readable(expected), Readable(actual));

    private static string Readable<T>(T value) => JsonSerializer.Serialize(value, _readable);

    private sealed class BlobConverter : JsonConverter<Blob>
    {
        public override Blob Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Blob value, JsonSerializerOptions options) => writer.WriteStringValue(Convert.ToHexString(value.Span));
    }
}

/// <summary>What a later version might store: the same member, and some that this version does not know.</summary>
[GenerateSerializer, Alias("CodeRunner.Tests.LaterState")]
public sealed class LaterState
{
    [Id(0)] public SubmissionRequest? Request { get; set; }

    [Id(1)] public string? Added { get; set; }

    [Id(2)] public ImmutableArray<int> AlsoAdded { get; set; } = [];
}

/// <summary>What a version before the first member might have stored.</summary>
[GenerateSerializer, Alias("CodeRunner.Tests.EarlierState")]
public sealed class EarlierState;
