using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CodeRunner.EndToEnd.Tests.Cluster.Chaos;

/// <summary>Reads from the silos' logs which attempts began and ended where.</summary>
internal static partial class AttemptLog
{
    /// <summary>All attempts that the logs tell of.</summary>
    public static IReadOnlyList<Attempt> Read(IEnumerable<string> logs) => [.. logs.SelectMany(Read)];

    private static IEnumerable<Attempt> Read(string log)
    {
        var silo = Path.GetFileNameWithoutExtension(log);
        var attempts = new Dictionary<(Guid, int), Attempt>();
        foreach (var line in ClusterProcesses.Read(log).Split('\n').Where(static line => line.Contains("ExecutorGrain", StringComparison.Ordinal)))
        {
            if (Parse(line) is not (var at, { } message))
            {
                continue;
            }

            var id = Guid.Parse(message.Groups["id"].Value);
            var number = int.Parse(message.Groups["attempt"].Value, CultureInfo.InvariantCulture);
            if (message.Groups["begins"].Success)
            {
                attempts[(id, number)] = new Attempt(id, number, silo, at, null, Counts: false);
            }
            else if (attempts.TryGetValue((id, number), out var attempt))
            {
                attempts[(id, number)] = attempt with { Ended = at, Counts = message.Groups["counts"].Value == "True" };
            }
        }

        return attempts.Values;
    }

    private static (DateTimeOffset At, Match? Message) Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var message = Line().Match(document.RootElement.GetProperty("Message").GetString()!);
            return (document.RootElement.GetProperty("Timestamp").GetDateTimeOffset(), message.Success ? message : null);
        }
        catch (JsonException)
        {
            // The last line of a silo that was killed while it wrote.
            return (default, null);
        }
    }

    [GeneratedRegex(@"^Submission (?<id>[0-9a-f-]{36}), attempt (?<attempt>\d+): (?:(?<begins>begins\.)|(?<stopped>stopped, \w+\.)|(?<verdict>\w+), counts: (?<counts>True|False)\.)$")]
    private static partial Regex Line();
}
