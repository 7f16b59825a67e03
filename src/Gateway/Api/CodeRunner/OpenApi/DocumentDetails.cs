using CodeRunner.Gateway.Access;
using CodeRunner.Gateway.Options;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace CodeRunner.Gateway.Api.CodeRunner.OpenApi;

/// <summary>Says what the API is and who may use it.</summary>
internal sealed class DocumentDetails(IOptions<GatewayOptions> options) : IOpenApiDocumentTransformer
{
    private const string KeyScheme = "ApiKey";
    // The tags of operations that may need a key.
    private static readonly string[] _guarded = ["Jobs", "Cluster"];


    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "CodeRunner",
            Version = typeof(DocumentDetails).Assembly.GetName().Version?.ToString(3),
            Description = "Compiles, runs and judges programs that nobody trusts. Post one to `/run`, then ask `/status`, or follow `/events`.",
        };

        // Relative to where the document came from, whatever name the client knows this server by.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.AddComponent<IOpenApiSecurityScheme>(KeyScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = ClientIdentity.KeyHeader,
            Description = "Says which client this is. Without one, clients are told apart by address, unless the server requires a key.",
        });
        foreach (var operation in document.Paths.Values.SelectMany(static path => path.Operations ?? []).Select(static entry => entry.Value))
        {
            if (operation.Tags?.Any(static tag => _guarded.Contains(tag.Name)) == true)
                operation.Security = Requirements(document);
        }

        return Task.CompletedTask;
    }

    // An empty requirement beside the key means that the key is optional.
    private List<OpenApiSecurityRequirement> Requirements(OpenApiDocument document)
    {
        var key = new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] };
        return options.Value.RequireApiKey ? [key] : [[], key];
    }
}
