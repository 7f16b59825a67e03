using System.Reflection;

namespace CodeRunner.Grains.Tests.Compatibility;

/// <summary>Messages and records with something in every member, by the name that they have on the wire.</summary>
internal static class WireSamples
{
    public static SortedDictionary<string, string> Write(Wire wire)
    {
        var samples = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var call in Wire.Calls)
            samples[wire.NameOf(call)] = Bytes(wire, new Specimen(wire).Call(call));
        foreach (var record in Wire.Records.Where(static type => !type.IsAbstract))
            samples[wire.NameOf(record)] = Bytes(wire, new Specimen(wire).Of(record));
        foreach (var (type, method) in Wire.Interfaces.SelectMany(static type => type.GetMethods().Select(method => (type, method))))
            if (new Specimen(wire).Answer(method) is { } answer)
                samples[$"{wire.NameOf(type)}.{method.GetCustomAttribute<AliasAttribute>()?.Alias} answers"] = Bytes(wire, answer);
        return samples;
    }

    /// <summary>The same samples, read and written again.</summary>
    public static SortedDictionary<string, string> ReadAndWrite(Wire wire, string text) => new(
        Parse(text).ToDictionary(static sample => sample.Key, sample =>
            Bytes(wire, wire.Serializer.Deserialize<object>(Convert.FromHexString(sample.Value)) ?? throw new InvalidDataException(sample.Key))),
        StringComparer.Ordinal);

    /// <summary>A line a sample: its name, a tab, its bytes.</summary>
    public static string Format(IReadOnlyDictionary<string, string> samples) =>
        string.Concat(samples.Select(static sample => $"{sample.Key}\t{sample.Value}\n"));

    private static Dictionary<string, string> Parse(string text) => text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(static line => line.Split('\t'))
        .ToDictionary(static columns => columns[0], static columns => columns[1]);

    private static string Bytes(Wire wire, object value) => Convert.ToHexString(wire.Serializer.SerializeToArray<object>(value));
}
