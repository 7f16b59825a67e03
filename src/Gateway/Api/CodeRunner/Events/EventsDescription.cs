using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CodeRunner.Gateway.Api.CodeRunner.Events;

/// <summary>Says of <c>GET /events</c> what its code can't: what goes on from where, what a stream looks like, and the data of its events.</summary>
internal static class EventsDescription
{
    private const string Example = """
        id: 1
        event: state
        data: {"state":"running","attempt":1}

        id: 2
        event: progress
        data: {"phase":"compiling","test":0,"tests":1,"text":"compiling"}

        id: 3
        event: output
        data: {"test":1,"stream":"stdout","data":"5\n"}

        id: 4
        event: test
        data: {"test":1,"verdict":"accepted","cpuTimeMs":1.482,"wallTimeMs":2.1,"memoryBytes":1511424}

        id: 5
        event: result
        data: {"success":true,"jobId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","state":"completed","output":"5\n", ...}
        """;

    public static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Parameters?.Add(new OpenApiParameter
        {
            Name = "Last-Event-ID",
            In = ParameterLocation.Header,
            Description = "The id of the last event that the client has; the stream goes on after it. Browsers send it by themselves.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        if (operation.Responses?["200"] is OpenApiResponse { Content: { } content } && content[EventsApi.ContentType] is OpenApiMediaType stream)
            stream.Example = Example;
        foreach (var type in new[] { typeof(StateEvent), typeof(OutputEvent), typeof(TestEvent), typeof(MissedEvent) })
            context.Document?.AddComponent<IOpenApiSchema>(type.Name, await context.GetOrCreateSchemaAsync(type, null, cancellationToken));
    }
}
