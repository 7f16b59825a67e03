using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Orleans.Serialization.Invocation;

namespace CodeRunner.Grains.Tests.Compatibility;

/// <summary>Makes a value of a type with something in every member, the same in every run and whatever the members are called.</summary>
internal sealed class Specimen(Wire wire)
{
    private int _number;

    /// <summary>A call with all its arguments.</summary>
    public object Call(Type type)
    {
        var call = Activator.CreateInstance(type, nonPublic: true)!;
        foreach (var argument in type.GetFields().Where(IsSent).OrderBy(static field => field.Name, StringComparer.Ordinal))
            argument.SetValue(call, Of(argument.FieldType));
        return call;
    }

    /// <summary>What a method answers; null where it answers nothing.</summary>
    public object? Answer(MethodInfo method) =>
        method.ReturnType is { IsGenericType: true } task && task.GetGenericTypeDefinition() == typeof(Task<>)
            ? typeof(Response).GetMethod(nameof(Response.FromResult))?.MakeGenericMethod(task.GenericTypeArguments)
                .Invoke(null, [Of(task.GenericTypeArguments[0])])
            : null;

    public object Of(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? Of(inner)
        : type.IsEnum ? type.GetEnumValues().GetValue(1)!
        : type.IsArray ? Several(type.GetElementType()!)
        : type.IsGenericType ? Collection(type)
        : type.IsInterface ? wire.Observer(type)
        : Wire.Records.Contains(type) ? Record(Concrete(type).First())
        : Simple(type, ++_number);

    private static bool IsSent(FieldInfo field) =>
        field.Name.StartsWith("arg", StringComparison.Ordinal) && field.FieldType != typeof(CancellationToken);

    private static object Simple(Type type, int number) =>
        type == typeof(string) ? $"text {number}"
        : type == typeof(bool) ? true
        : type == typeof(byte[]) ? Encoding.UTF8.GetBytes($"bytes {number}")
        : type == typeof(Guid) ? new Guid(number, 0, 0, new byte[8])
        : type == typeof(TimeSpan) ? TimeSpan.FromMilliseconds(number)
        : type == typeof(DateTimeOffset) ? DateTimeOffset.UnixEpoch.AddSeconds(number)
        : type == typeof(SiloAddress) ? SiloAddress.New(new IPAddress([127, 0, 0, (byte)number]), 11111, number)
        : type.IsPrimitive ? Convert.ChangeType(number, type, System.Globalization.CultureInfo.InvariantCulture)
        : throw new NotSupportedException($"Say here what a {type} is to hold.");

    private object Collection(Type type)
    {
        var kind = type.GetGenericTypeDefinition();
        var empty = type.GetField("Empty")?.GetValue(null);
        return kind == typeof(ImmutableDictionary<,>)
            ? type.GetMethod("Add")!.Invoke(empty, [.. type.GenericTypeArguments.Select(Of)])!
            : kind == typeof(ImmutableArray<>)
                ? type.GetMethods().Single(static method => method.Name == "AddRange" && method.GetParameters() is [{ ParameterType.IsArray: true }]
                    && !method.IsGenericMethod).Invoke(empty, [Several(type.GenericTypeArguments[0])])!
                : Several(type.GenericTypeArguments[0]);
    }

    /// <summary>One of each kind, where there are several, and at least two.</summary>
    private Array Several(Type type)
    {
        Type[] kinds = [.. Concrete(type)];
        Type[] all = kinds.Length > 1 ? kinds : [kinds[0], kinds[0]];
        var items = Array.CreateInstance(type, all.Length);
        for (var i = 0; i < all.Length; i++)
            items.SetValue(Of(all[i]), i);
        return items;
    }

    private IEnumerable<Type> Concrete(Type type) => !type.IsAbstract || type.IsInterface
        ? [type]
        : Wire.Records.Where(kind => !kind.IsAbstract && kind.IsSubclassOf(type)).OrderBy(wire.NameOf, StringComparer.Ordinal);

    private object Record(Type type)
    {
        // An exception that was not told what to say says its CLR name.
        var record = typeof(Exception).IsAssignableFrom(type)
            ? Activator.CreateInstance(type, Of(typeof(string)))!
            : RuntimeHelpers.GetUninitializedObject(type);
        foreach (var field in Members.AllOf(type))
            field.SetValue(record, Of(field.FieldType));
        return record;
    }
}
