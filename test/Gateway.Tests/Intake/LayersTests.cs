using System.Reflection;

namespace CodeRunner.Gateway.Tests.Intake;

/// <summary>Intake serves every protocol, so it knows none.</summary>
public sealed class LayersTests
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const string Intake = "CodeRunner.Gateway.Intake";

    // What a protocol is made of.
    private static readonly string[] _forbidden = ["Microsoft.AspNetCore.", "System.Text.Json", "Microsoft.OpenApi", "CodeRunner.Gateway.Api.", "CodeRunner.Gateway.Json"];

    [Fact]
    public void Intake_HasNothingOfHttpOrJsonOrAProtocol()
    {
        var types = typeof(GatewayExtensions).Assembly.GetTypes().Where(static type => type.Namespace == Intake).ToList();

        Assert.NotEmpty(types);
        Assert.Empty(types
            .SelectMany(static type => Used(type).Select(used => $"{type.Name} uses {used}"))
            .Where(static use => _forbidden.Any(part => use.Contains($"uses {part}", StringComparison.Ordinal)))
            .Distinct());
    }

    private static IEnumerable<string?> Used(Type type) => type.GetFields(All).Select(static field => field.FieldType)
        .Concat(type.GetConstructors(All).SelectMany(static constructor => constructor.GetParameters()).Select(static parameter => parameter.ParameterType))
        .Concat(type.GetMethods(All).SelectMany(static method => method.GetParameters().Select(static parameter => parameter.ParameterType).Append(method.ReturnType)))
        .SelectMany(Parts)
        .Select(static part => part.FullName);

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Parts).Append(type);
}
