using System.Globalization;
using System.Text.Json.Nodes;
using CodeRunner.Gateway.Intake;
using Microsoft.OpenApi;

namespace CodeRunner.Gateway.Api.CodeRunner.Requests;

/// <summary>Changes the schema of a member.</summary>
internal static class SchemaExtensions
{
    /// <summary>The schema with a change, which only one of its own can have.</summary>
    public static IOpenApiSchema With(this IOpenApiSchema member, Action<OpenApiSchema> change)
    {
        change(member as OpenApiSchema ?? throw new InvalidOperationException("A member with bounds must have its own schema."));
        return member;
    }

    /// <summary>The schema of a number with these bounds; where the default depends on the request, it can't say it.</summary>
    public static IOpenApiSchema With(this IOpenApiSchema member, Bounds bounds, bool hasDefault) => member.With(own =>
    {
        own.Minimum = bounds.Min.ToString(CultureInfo.InvariantCulture);
        own.Maximum = bounds.Max.ToString(CultureInfo.InvariantCulture);
        own.Default = hasDefault ? (JsonNode)bounds.Default : null;
    });
}
