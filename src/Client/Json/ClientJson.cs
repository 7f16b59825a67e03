using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodeRunner.Client.Json;

/// <summary>How requests become JSON and answers are read, without reflection.</summary>
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(Acknowledgement))]
[JsonSerializable(typeof(JobStatus))]
[JsonSerializable(typeof(CancelAnswer))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(IReadOnlyList<Language>))]
[JsonSerializable(typeof(ClusterStatus))]
[JsonSerializable(typeof(StateEvent))]
[JsonSerializable(typeof(JobProgress))]
[JsonSerializable(typeof(OutputEvent))]
[JsonSerializable(typeof(TestEvent))]
[JsonSerializable(typeof(MissedEvent))]
internal sealed partial class ClientJson : JsonSerializerContext
{
    /// <summary>The one that is used.</summary>
    public static ClientJson Wire { get; } = new(CreateOptions());

    /// <summary>A request's body.</summary>
    public static byte[] Serialize(RunRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, Wire.RunRequest);

    private static JsonSerializerOptions CreateOptions() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // Doesn't escape the < > & of every C++ program: bodies are never HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new WordConverter<JobState>(),
            new WordConverter<Verdict>(),
            new WordConverter<JobPhase>(),
            new WordConverter<OutputStream>(),
            new WordConverter<RunPriority>(),
            new WordConverter<RunIsolation>(),
            new WordConverter<SiloState>(),
            new CheckerConverter(),
        },
    };
}
