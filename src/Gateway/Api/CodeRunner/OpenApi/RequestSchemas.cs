using System.Globalization;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Api.CodeRunner.Requests;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Options;
using Microsoft.OpenApi;

namespace CodeRunner.Gateway.Api.CodeRunner.OpenApi;

/// <summary>Gives the schemas of the request the bounds and defaults of the settings. No member may be null or unknown.</summary>
internal static class RequestSchemas
{
    private static readonly Dictionary<string, string[]> _required = new()
    {
        [nameof(RunRequest)] = ["language", "code"],
        [nameof(RunFile)] = ["name", "content"],
        [nameof(RunTest)] = [],
        [nameof(RunChecker)] = ["type"],
        [nameof(RunLimits)] = [],
    };

    /// <summary>Whether this is a part of the request.</summary>
    public static bool Contains(string name) => _required.ContainsKey(name);

    /// <summary>Corrects a schema.</summary>
    public static void Correct(string name, OpenApiSchema schema, LimitsOptions limits)
    {
        schema.Required = new HashSet<string>(_required[name]);
        schema.AdditionalPropertiesAllowed = false;
        var members = schema.Properties ?? throw new InvalidOperationException($"{name} has no members.");
        foreach (var (member, given) in members.ToList())
            members[member] = WithoutNull(given);
        switch (name)
        {
            case nameof(RunRequest):
                CorrectRequest(members, limits);
                break;
            case nameof(RunFile):
                Describe(members["name"], $"From 1 to {limits.MaxFileNameBytes} bytes.").MinLength = 1;
                break;
            case nameof(RunTest):
                Describe(members["name"], $"From 1 to {limits.MaxTestNameBytes} bytes.").MinLength = 1;
                break;
            case nameof(RunChecker):
                CorrectChecker(members);
                break;
            case nameof(RunLimits):
                CorrectLimits(members, limits);
                break;
        }
    }

    private static void CorrectRequest(IDictionary<string, IOpenApiSchema> members, LimitsOptions limits)
    {
        Describe(members["code"], $"From 1 to {limits.MaxCodeBytes} bytes ({new ByteSize(limits.MaxCodeBytes)}).");
        Describe(members["args"], $"Together at most {limits.MaxArgsBytes} bytes ({new ByteSize(limits.MaxArgsBytes)}).").MaxItems = limits.MaxArgs;
        Schema(members["files"]).MaxItems = limits.MaxFiles;
        Schema(members["sources"]).MaxItems = limits.MaxFiles;
        Schema(members["compileOptions"]).MaxItems = limits.MaxCompileOptions;
        Schema(members["tests"]).MinItems = 1;
        Schema(members["tests"]).MaxItems = limits.MaxTests;
        Schema(members["stopOnFirstFailure"]).Default = false;
        Schema(members["priority"]).Enum = [.. RequestVocabulary.Priorities.Keys.Order()];
        Schema(members["priority"]).Default = "interactive";
        Schema(members["isolation"]).Enum = [.. RequestVocabulary.Isolations.Keys.Order()];
        Schema(members["isolation"]).Default = "submission";
        members["checker"] = new OpenApiSchema
        {
            Description = members["checker"].Description,
            OneOf = [new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. RequestVocabulary.Checkers.Keys.Order()] }, members["checker"]],
            Default = "lines",
        };
    }

    private static void CorrectChecker(IDictionary<string, IOpenApiSchema> members)
    {
        Schema(members["type"]).Enum = [.. RequestVocabulary.Checkers.Keys.Order()];
        foreach (var member in new[] { "absoluteTolerance", "relativeTolerance" })
        {
            var tolerance = Schema(members[member]);
            tolerance.Minimum = "0";
            tolerance.Maximum = RunRequestValidator.MaxTolerance.ToString("0", CultureInfo.InvariantCulture);
            tolerance.Default = Checker.DefaultTolerance;
        }
    }

    private static void CorrectLimits(IDictionary<string, IOpenApiSchema> members, LimitsOptions limits)
    {
        var bounds = LimitBounds.From(limits);
        Bound(members["cpuTimeMs"], bounds.CpuTimeMs);
        Bound(members["wallTimeMs"], bounds.WallTimeMs);
        Bound(members["totalWallTimeMs"], bounds.TotalWallTimeMs);
        Bound(members["memoryBytes"], bounds.MemoryBytes);
        Bound(members["stackBytes"], bounds.StackBytes);
        Bound(members["outputBytes"], bounds.OutputBytes);
        Bound(members["processes"], bounds.Processes);

        Describe(members["outputBytes"], "Left out: at least twice a test's expected output and 1 MiB, up to the maximum.");

        // These depend on the request, which a default can't say.
        Describe(members["stackBytes"], "Left out: as much as the memory limit.").Default = null;
        Describe(members["wallTimeMs"], $"Left out: {limits.WallTimeFactor} times the CPU time, up to the maximum.").Default = null;
    }

    private static void Bound(IOpenApiSchema member, Bounds bounds)
    {
        var schema = Schema(member);
        schema.Minimum = bounds.Min.ToString(CultureInfo.InvariantCulture);
        schema.Maximum = bounds.Max.ToString(CultureInfo.InvariantCulture);
        schema.Default = bounds.Default;
    }

    private static OpenApiSchema Describe(IOpenApiSchema member, string more)
    {
        member.Description = $"{member.Description} {more}";
        return member as OpenApiSchema ?? new OpenApiSchema();
    }

    private static OpenApiSchema Schema(IOpenApiSchema member) =>
        member as OpenApiSchema ?? throw new InvalidOperationException("A member with bounds must have its own schema.");

    private static IOpenApiSchema WithoutNull(IOpenApiSchema given)
    {
        if (given.OneOf is { Count: 2 } choices && choices[0].Type == JsonSchemaType.Null)
            return choices[1];
        if (given is OpenApiSchema { Type: { } type } schema)
            schema.Type = type & ~JsonSchemaType.Null;
        return given;
    }
}
