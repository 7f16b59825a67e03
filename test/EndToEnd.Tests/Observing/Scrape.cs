using System.Text.RegularExpressions;

namespace CodeRunner.EndToEnd.Tests.Observing;

/// <summary>Reads Prometheus' text format.</summary>
internal static partial class Scrape
{
    // Of every series: the meter, and the bounds of buckets.
    private static readonly string[] NoTags = ["otel_scope_name", "le"];

    /// <summary>The metrics by name, each with its tags, sorted and separated by commas.</summary>
    public static Dictionary<string, string> Parse(string text)
    {
        var tags = new Dictionary<string, SortedSet<string>>();
        var name = "";
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                name = line.Split(' ')[2];
                tags[name] = new SortedSet<string>(StringComparer.Ordinal);
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                tags[name].UnionWith(TagPattern().Matches(line).Select(static match => match.Groups["tag"].Value).Except(NoTags));
            }
        }

        return tags.ToDictionary(static metric => metric.Key, static metric => string.Join(", ", metric.Value));
    }

    [GeneratedRegex("[{,](?<tag>[a-z_]+)=\"")]
    private static partial Regex TagPattern();
}
