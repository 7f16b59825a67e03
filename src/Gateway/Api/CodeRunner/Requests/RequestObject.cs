using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Options;
using Microsoft.OpenApi;

namespace CodeRunner.Gateway.Api.CodeRunner.Requests;

/// <summary>The fields of an object in a request, as its schema has them.</summary>
internal abstract class RequestObject
{
    /// <summary>The schema's name.</summary>
    public abstract string Name { get; }

    /// <summary>The fields that must be there.</summary>
    public abstract IEnumerable<string> Required { get; }

    /// <summary>Puts into the members' schemas what the fields may be.</summary>
    public abstract void Describe(IDictionary<string, IOpenApiSchema> members, LimitsOptions limits);
}

/// <summary>The table of an object's fields, in the order in which they are looked at and listed.</summary>
internal sealed class RequestObject<T>(params RequestField<T>[] fields) : RequestObject
    where T : class, new()
{
    private readonly Dictionary<string, RequestField<T>> _fields = fields.ToDictionary(static field => field.Name, StringComparer.Ordinal);
    private readonly string _offered = List([.. fields.Where(static field => !field.IsHidden).Select(static field => field.Name)]);

    /// <inheritdoc/>
    public override string Name => typeof(T).Name;

    /// <inheritdoc/>
    public override IEnumerable<string> Required => fields.Where(static one => one.IsRequired).Select(static one => one.Name);

    /// <summary>Reads an object; an empty one where there is none.</summary>
    public T Read(ref StrictJsonReader json, LimitsOptions limits) => TryRead(ref json, limits, "an object") ?? new T();

    /// <summary>Reads an object; null where there is none, which is noted as <paramref name="expected"/> says.</summary>
    public T? TryRead(ref StrictJsonReader json, LimitsOptions limits, string expected)
    {
        if (!json.BeginObject(out var seen, expected))
            return null;
        var target = new T();
        while (json.NextProperty(seen, out var name))
        {
            if (_fields.TryGetValue(name, out var field))
                target = field.Read(target, ref json, limits);
            else
                json.Unknown(_offered);
            json.EndProperty();
        }

        return target;
    }

    /// <summary>Says what is wrong with the fields' values.</summary>
    public void Check(T target, RequestCheck check)
    {
        foreach (var field in fields)
            field.Check?.Invoke(target, check);
    }

    /// <inheritdoc/>
    public override void Describe(IDictionary<string, IOpenApiSchema> members, LimitsOptions limits)
    {
        if (!_fields.Keys.ToHashSet().SetEquals(members.Keys))
            throw new InvalidOperationException($"The table of {Name} and its members have not the same names.");
        foreach (var field in fields)
        {
            var member = members[field.Name];
            if (field.Note is { } note)
                member.Description = $"{member.Description} {note(limits)}";
            members[field.Name] = field.Describe?.Invoke(member, limits) ?? member;
        }
    }

    private static string List(IReadOnlyList<string> names) => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
}
