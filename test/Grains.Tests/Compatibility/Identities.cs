using System.Collections.Immutable;
using System.Globalization;
using Orleans.Metadata;

namespace CodeRunner.Grains.Tests.Compatibility;

/// <summary>What other versions and stored rows know the code's things by, as text: what stays, however the code is moved or renamed.</summary>
internal static class Identities
{
    /// <summary>What of a grain's description is a CLR name or an assembly, for people to read.</summary>
    private static readonly HashSet<string> ForPeople =
        [WellKnownGrainTypeProperties.TypeName, WellKnownGrainTypeProperties.FullTypeName, "diag.type", "diag.asm"];

    public static string Write(Wire wire) => string.Join('\n',
    [
        .. Described("grain", wire.Manifest.Grains.Select(static grain => (grain.Key.ToString(), grain.Value.Properties))
            .Where(static grain => IsOurs(grain.Properties.GetValueOrDefault(WellKnownGrainTypeProperties.FullTypeName)))),
        .. Described("interface", wire.Manifest.Interfaces.Select(static item => (Name: item.Key.ToString(), item.Value.Properties))
            .Where(static item => IsOurs(item.Name))),
        .. wire.Names(Wire.Calls).Select(static call => $"call {call.Name}"),
        .. wire.Names(Wire.Records).SelectMany(record => Record(wire, record.Type).Prepend($"type {record.Name}")),
        "",
    ]);

    private static IEnumerable<string> Described(
        string kind, IEnumerable<(string Name, ImmutableDictionary<string, string> Properties)> things) => things
        .OrderBy(static thing => thing.Name, StringComparer.Ordinal)
        .SelectMany(thing => thing.Properties
            .Where(static property => !ForPeople.Contains(property.Key))
            .OrderBy(static property => property.Key, StringComparer.Ordinal)
            .Select(static property => $"  {property.Key} = {property.Value}")
            .Prepend($"{kind} {thing.Name}"));

    private static bool IsOurs(string? name) =>
        name?.StartsWith("CodeRunner.", StringComparison.Ordinal) == true && !name.Contains(".Tests.", StringComparison.Ordinal);

    private static IEnumerable<string> Record(Wire wire, Type type) => type.IsEnum
        ? type.GetEnumValues().Cast<Enum>().Select(static value => $"  {value:D} {value}")
            .Prepend($"  of {wire.NameOf(type.GetEnumUnderlyingType())}")
        : Members.Of(type).Select(member => string.Create(
            CultureInfo.InvariantCulture, $"  {member.Id} {member.Member.Name} {wire.NameOf(member.Field.FieldType)}"));

    private static IEnumerable<(string Name, Type Type)> Names(this Wire wire, IEnumerable<Type> types) =>
        types.Select(type => (Name: wire.NameOf(type), type)).OrderBy(static named => named.Name, StringComparer.Ordinal);
}
