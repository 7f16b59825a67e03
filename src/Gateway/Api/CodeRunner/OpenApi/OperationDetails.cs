using System.Globalization;
using System.Text.Json.Nodes;
using CodeRunner.Gateway.Api.CodeRunner.Errors;
using CodeRunner.Gateway.Api.CodeRunner.Submissions;
using CodeRunner.Gateway.Options;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace CodeRunner.Gateway.Api.CodeRunner.OpenApi;

/// <summary>Says of each operation what its code can't: the endpoints read parameters and bodies by hand, to say what is wrong with them.</summary>
internal sealed class OperationDetails(IOptions<GatewayOptions> options) : IOpenApiOperationTransformer
{
    private static readonly Dictionary<string, string> _responseDescriptions = new()
    {
        ["202"] = "The program is stored and will be run.",
        ["400"] = "A parameter or a field is wrong; `errors` says which and why. Nothing was changed.",
        ["401"] = "The API key is missing or unknown.",
        ["404"] = "There is no such job, or its time is over.",
        ["409"] = "The job has its result already, which stays.",
        ["413"] = "The body is too large.",
        ["415"] = "The body is not said to be JSON in UTF-8.",
        ["422"] = "The header Idempotency-Key was sent with another request before. Nothing was changed.",
        ["429"] = "This client has too much waiting. Nothing was stored.",
        ["503"] = "The queue is full, or the engine or its storage is not there. Nothing was stored.",
    };

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            Describe(parameter);
        foreach (var (status, response) in operation.Responses ?? [])
            Describe(status, response);
        if (operation.RequestBody?.Content?["application/json"] is OpenApiMediaType body)
            body.Example = OpenApiExamples.RunRequest;
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<KeyGuard>().Any())
            operation.Security = Requirements(context.Document);
        return Task.CompletedTask;
    }

    private void Describe(OpenApiParameter parameter)
    {
        switch (parameter.Name)
        {
            case "id":
                parameter.Required = true;
                parameter.Description = "The job's id, as `POST /run` gave it.";
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" };
                parameter.Example = OpenApiExamples.JobId;
                break;
            case "wait":
                parameter.Description = "How long to wait for the result, in seconds.";
                parameter.Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Minimum = "0",
                    Maximum = ((int)options.Value.MaxWait.TotalSeconds).ToString(CultureInfo.InvariantCulture),
                    Default = 0,
                };
                break;
            case "encoding":
                parameter.Description = "`base64`: all bytes are base64, and so exact. Left out: they are text, in which U+FFFD stands for what is not UTF-8.";
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["base64"] };
                break;
        }
    }

    private static void Describe(string status, IOpenApiResponse response)
    {
        if (_responseDescriptions.TryGetValue(status, out var description))
            response.Description = description;
        if (response is not OpenApiResponse answer)
            return;
        if (status is "429" or "503")
            AddHeader(answer, HeaderNames.RetryAfter, "After how many seconds to try again.", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" });
        if (status is "202")
            AddHeader(answer, HeaderNames.Location, "Where to ask for the result.", new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri-reference" });
        foreach (var media in answer.Content?.Values.OfType<OpenApiMediaType>() ?? [])
            media.Example ??= Example(status, media.Schema);
    }

    private static JsonNode? Example(string status, IOpenApiSchema? schema) => (schema as OpenApiSchemaReference)?.Reference.Id switch
    {
        nameof(RunResponse) => OpenApiExamples.RunResponse,
        nameof(StatusResponse) => OpenApiExamples.StatusResponse,
        nameof(ProblemResponse) when status is "400" => OpenApiExamples.ProblemResponse,
        _ => null,
    };

    private static void AddHeader(OpenApiResponse response, string name, string description, OpenApiSchema schema)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers[name] = new OpenApiHeader { Description = description, Schema = schema };
    }

    // An empty requirement beside the key means that the key is optional.
    private List<OpenApiSecurityRequirement> Requirements(OpenApiDocument? document)
    {
        var key = new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentDetails.KeyScheme, document)] = [] };
        return options.Value.RequireApiKey ? [key] : [[], key];
    }
}
