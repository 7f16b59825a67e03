using CodeRunner.Gateway.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CodeRunner.Gateway.Api.CodeRunner.OpenApi;

/// <summary>Says what the API is and who may use it.</summary>
internal sealed class DocumentDetails : IOpenApiDocumentTransformer
{
    /// <summary>The name of the scheme that guarded operations refer to.</summary>
    public const string KeyScheme = "ApiKey";

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
        return Task.CompletedTask;
    }
}
