using System.Reflection;

namespace CodeRunner.Grains.Tests.Compatibility;

/// <summary>What a record has that is serialised.</summary>
internal static class Members
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>A type's own fields, not its base type's, and what says their ids: the property that a field is behind, or the field.</summary>
    public static IReadOnlyList<(FieldInfo Field, MemberInfo Member, uint? Id)> Of(Type type) =>
    [
        .. type.GetFields(Declared)
            .Select(field => (Field: field, Member: Says(type, field)))
            .Select(static found => (found.Field, found.Member, found.Member.GetCustomAttribute<IdAttribute>()?.Id))
            .OrderBy(static found => found.Id),
    ];

    /// <summary>Those of its base types first.</summary>
    public static IEnumerable<FieldInfo> AllOf(Type type) =>
        type.BaseType is { } parent && parent.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)
            ? [.. AllOf(parent), .. Of(type).Select(static member => member.Field)]
            : Of(type).Select(static member => member.Field);

    private static MemberInfo Says(Type type, FieldInfo field) =>
        field.Name.Split('<', '>') is ["", var name, "k__BackingField"] && type.GetProperty(name, Declared) is { } property ? property : field;
}
