using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CodeRunner.Contracts.Cluster;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Api.CodeRunner.Errors;
using CodeRunner.Gateway.Api.CodeRunner.Events;
using CodeRunner.Gateway.Api.CodeRunner.Requests;
using CodeRunner.Gateway.Api.CodeRunner.Submissions;
using CodeRunner.Gateway.Cluster;
using CodeRunner.Gateway.Health;
using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Languages;

namespace CodeRunner.Gateway.Api.CodeRunner;

/// <summary>How answers become JSON: with bytes as text, or as base64.</summary>
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(RunResponse))]
[JsonSerializable(typeof(StatusResponse))]
[JsonSerializable(typeof(CancelResponse))]
[JsonSerializable(typeof(IReadOnlyList<LanguageInfo>))]
[JsonSerializable(typeof(ClusterResponse))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(ProblemResponse))]
[JsonSerializable(typeof(StateEvent))]
[JsonSerializable(typeof(ProgressResponse))]
[JsonSerializable(typeof(OutputEvent))]
[JsonSerializable(typeof(TestEvent))]
[JsonSerializable(typeof(MissedEvent))]
internal sealed partial class GatewayJson : JsonSerializerContext
{
    /// <summary>Bytes as text.</summary>
    public static GatewayJson Text { get; } = new(CreateOptions(new BlobTextConverter()));

    /// <summary>Bytes as base64.</summary>
    public static GatewayJson Base64 { get; } = new(CreateOptions(new BlobBase64Converter()));

    /// <summary>The one that a request asked for.</summary>
    public static GatewayJson For(TextEncoding encoding) => encoding == TextEncoding.Base64 ? Base64 : Text;

    /// <summary>Makes other options speak of answers as this does; the OpenAPI document is made from them.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        Configure(options, new BlobTextConverter());
        options.TypeInfoResolverChain.Insert(0, Text);
    }

    private static JsonSerializerOptions CreateOptions(JsonConverter blobs)
    {
        var options = new JsonSerializerOptions();
        Configure(options, blobs);
        return options;
    }

    private static void Configure(JsonSerializerOptions options, JsonConverter blobs)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.NumberHandling = JsonNumberHandling.Strict;

        // Escapes control characters and what is not text, but not the < > & of every C++ program: answers are never HTML.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(blobs);
        options.Converters.Add(new JsonStringEnumConverter<SubmissionState>(JsonNamingPolicy.SnakeCaseLower));
        options.Converters.Add(new JsonStringEnumConverter<Verdict>(JsonNamingPolicy.SnakeCaseLower));
        options.Converters.Add(new JsonStringEnumConverter<OutputStream>(JsonNamingPolicy.SnakeCaseLower));
        options.Converters.Add(new JsonStringEnumConverter<SiloState>(JsonNamingPolicy.SnakeCaseLower));
        options.Converters.Add(new JsonStringEnumConverter<ProgressPhase>(JsonNamingPolicy.SnakeCaseLower));
    }
}
