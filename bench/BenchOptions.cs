using System.Globalization;
using CodeRunner.Bench.Scenarios;

namespace CodeRunner.Bench;

/// <summary>What to measure, how often, and where the results go.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        Measures a CodeRunner server beside bare g++ on this machine.

          --rounds N         rounds that count, 1 to 50 (5; 2 with --quick)
          --scenarios a,b    only these: hello, typical, bits, same, tests100, accept, burst, poll (all)
                             cluster: simulated jobs on clusters of 1 to 8 silos, alone; cluster:join,cluster:volume,... only that part of it
          --silos 1,8        clusters of so many silos in cluster:scaling (1,2,4,8, and 8 with 4 shards)
                             kinds: native and Docker sandboxes side by side, beside a container a job, alone
          --quick            small rounds, for a look
          --json FILE        where the results go (bench/results/latest.json)
          --redis CONNECTION lets the burst's server store in Redis instead of SQLite
          --server PATH      the server's program or .dll (src/Gateway, published)
          --help             this text
        """;

    /// <summary>Where script/bench has published the server, as seen from this program.</summary>
    private const string ServerPath = "../../../publish/Gateway/release/CodeRunner.Gateway.dll";

    private const int MaximumRounds = 50;
    private const int MaximumSilos = 32;
    private const int DefaultRounds = 5;
    private const int QuickRounds = 2;

    public required int Rounds { get; init; }

    public required IReadOnlyList<string> Scenarios { get; init; }

    public required bool Quick { get; init; }

    public required string? Redis { get; init; }

    /// <summary>Whether it is about clusters, which come without server and bare compiler.</summary>
    public bool IsCluster => Scenarios.All(IsOfCluster);

    /// <summary>Whether it is about the kinds of sandbox, each with a server of its own.</summary>
    public bool IsKinds => Scenarios is [ScenarioNames.Kinds];

    /// <summary>The parts of the cluster scenario that are wanted; null for all.</summary>
    public IReadOnlyList<string>? Parts => Scenarios.Contains(ScenarioNames.Cluster) ? null : [.. Scenarios.Select(static name => name[(ScenarioNames.Cluster.Length + 1)..])];

    /// <summary>How many silos the measured clusters have; null for the usual ones.</summary>
    public required IReadOnlyList<int>? Silos { get; init; }

    public required string Json { get; init; }

    public required string Server { get; init; }

    /// <summary>Reads the command line; null when help is wanted.</summary>
    /// <exception cref="BenchException">It can't be read.</exception>
    public static BenchOptions? Parse(IReadOnlyList<string> arguments)
    {
        int? rounds = null;
        var scenarios = ScenarioNames.All;
        var quick = false;
        string? json = null;
        string? redis = null;
        IReadOnlyList<int>? silos = null;
        var server = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, ServerPath));
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--help" or "-h":
                    return null;
                case "--quick":
                    quick = true;
                    break;
                case "--rounds":
                    rounds = ParseRounds(Value(arguments, ref i));
                    break;
                case "--scenarios":
                    scenarios = ParseScenarios(Value(arguments, ref i));
                    break;
                case "--silos":
                    silos = ParseSilos(Value(arguments, ref i));
                    break;
                case "--json":
                    json = Value(arguments, ref i);
                    break;
                case "--redis":
                    redis = Value(arguments, ref i);
                    break;
                case "--server":
                    server = Path.GetFullPath(Value(arguments, ref i));
                    break;
                default:
                    throw new BenchException($"{arguments[i]} is no option.\n{Usage}");
            }
        }

        return new BenchOptions
        {
            Rounds = rounds ?? (quick ? QuickRounds : DefaultRounds),
            Scenarios = scenarios,
            Quick = quick,
            Redis = redis,
            Silos = silos,
            Json = json ?? Path.Combine("bench", "results", scenarios.All(IsOfCluster) ? "cluster.json" : scenarios is [ScenarioNames.Kinds] ? "kinds.json" : "latest.json"),
            Server = scenarios.All(IsOfCluster) || File.Exists(server) ? server : throw new BenchException($"There is no server at {server}. Build it, or name one with --server."),
        };
    }

    private static string Value(IReadOnlyList<string> arguments, ref int i) =>
        ++i < arguments.Count ? arguments[i] : throw new BenchException($"{arguments[i - 1]} needs a value.");

    private static int ParseRounds(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds is >= 1 and <= MaximumRounds
            ? rounds
            : throw new BenchException($"--rounds must be a number from 1 to {MaximumRounds}.");

    private static int[] ParseSilos(string text) =>
        [.. text.Split(',').Select(static one => int.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var silos) && silos is >= 1 and <= MaximumSilos
            ? silos
            : throw new BenchException($"--silos takes numbers from 1 to {MaximumSilos}."))];

    private static string[] ParseScenarios(string text)
    {
        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().ToArray();
        if (names is [ScenarioNames.Kinds] || (names.Length > 0 && names.All(IsOfCluster)))
            return names;
        return names.Length > 0 && names.FirstOrDefault(static name => !ScenarioNames.All.Contains(name)) is null
            ? names
            : throw new BenchException($"--scenarios takes some of {string.Join(", ", ScenarioNames.All)}.");
    }

    private static bool IsOfCluster(string name) => name == ScenarioNames.Cluster || name.StartsWith($"{ScenarioNames.Cluster}:", StringComparison.Ordinal);
}
