using CodeRunner.Gateway.Api.CodeRunner.Requests;
using CodeRunner.Gateway.Options;
using Microsoft.OpenApi;

namespace CodeRunner.Gateway.Api.CodeRunner.OpenApi;

/// <summary>Gives the schemas of the request the bounds and defaults that the tables of its fields say. No member may be null or unknown.</summary>
internal static class RequestSchemas
{
    private static readonly Dictionary<string, RequestObject> _objects = new RequestObject[]
    {
        RunRequestFields.Request, RunRequestFields.File, RunRequestFields.Test, RunRequestFields.Checker, RunLimits.Fields,
    }.ToDictionary(static known => known.Name);

    /// <summary>Whether this is a part of the request.</summary>
    public static bool Contains(string name) => _objects.ContainsKey(name);

    /// <summary>Corrects a schema.</summary>
    public static void Correct(string name, OpenApiSchema schema, LimitsOptions limits)
    {
        var known = _objects[name];
        schema.Required = new HashSet<string>(known.Required);
        schema.AdditionalPropertiesAllowed = false;
        var members = schema.Properties ?? throw new InvalidOperationException($"{name} has no members.");
        foreach (var (member, given) in members.ToList())
            members[member] = WithoutNull(given);
        known.Describe(members, limits);
    }

    private static IOpenApiSchema WithoutNull(IOpenApiSchema given)
    {
        if (given.OneOf is { Count: 2 } choices && choices[0].Type == JsonSchemaType.Null)
            return choices[1];
        if (given is OpenApiSchema { Type: { } type } schema)
            schema.Type = type & ~JsonSchemaType.Null;
        return given;
    }
}
