using System.Text.Json;
using System.Text.Json.Nodes;
using CodeRunner.Contracts;
using CodeRunner.Gateway.Options;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace CodeRunner.Gateway.Api.CodeRunner.OpenApi;

/// <summary>Makes the schemas say exactly what is sent and what is taken.</summary>
internal sealed class DocumentSchemas(IOptions<GatewayOptions> options) : IOpenApiDocumentTransformer
{
    private const string UnsetWord = "unknown";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var schemas = document.Components?.Schemas ?? throw new InvalidOperationException("The document has no schemas.");
        foreach (var (name, schema) in schemas.ToList())
        {
            if (schema is not OpenApiSchema component)
                continue;
            if (name == nameof(Blob))
                schemas[name] = Bytes();
            else if (component.Enum is { Count: > 0 })
                CorrectEnum(component);
            else if (RequestSchemas.Contains(name))
                RequestSchemas.Correct(name, component, options.Value.Limits);
            else
                CorrectResponse(component, document);
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema Bytes() => new()
    {
        Type = JsonSchemaType.String,
        Description = "Bytes, as text or as base64; `encoding` says which.",
    };

    private static void CorrectEnum(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.String;
        schema.Enum = [.. (schema.Enum ?? []).Where(IsSet)];
    }

    private static bool IsSet(JsonNode? word) => word?.GetValueKind() == JsonValueKind.String && word.GetValue<string>() != UnsetWord;

    private static void CorrectResponse(OpenApiSchema schema, OpenApiDocument document)
    {
        var members = schema.Properties ?? new Dictionary<string, IOpenApiSchema>();
        foreach (var (member, given) in members.ToList())
        {
            // The schemas of events are not asked for by an endpoint and so have no references yet.
            if (given is OpenApiSchema { Enum.Count: > 0 } words)
                CorrectEnum(words);
            else if (given is OpenApiSchema { Type: null, OneOf: null })
                members[member] = new OpenApiSchemaReference(nameof(Blob), document);
        }
    }
}
