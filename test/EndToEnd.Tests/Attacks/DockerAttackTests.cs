using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Attacks;

/// <summary>
/// The same programs in Docker sandboxes: all of the sample, of the further ones those that try the walls; the rest tests agent and judge, which
/// are the same. <c>CODERUNNER_ALL_ATTACKS=1</c> runs every one. What is different is said here, and in docs/security.md.
/// </summary>
[Collection(DockerEngineTests.Name)]
public sealed class DockerAttackTests(DockerEngineFixture engine)
{
    private const string All = "CODERUNNER_ALL_ATTACKS";

    /// <summary>What the corpus says that a program must not find, and finds in a container, as regular expressions.</summary>
    private static readonly Dictionary<string, string> Differences = new(StringComparer.Ordinal)
    {
        // The engine mounts the image, what it masks and what it adds without nosuid. There is no setuid file in them, and no_new_privs is set.
        // A masked file is a bind of /dev/null, which has no size to be bounded.
        ["157-mount-audit"] = @"CANARY-BREACH (/|/dev/mqueue|/etc/host\w+|/(proc|sys)/\S+) honours setuid|CANARY-BREACH /(proc|sys|etc)/\S+ has no bound",
        // An empty file by which the engine marks its containers.
        ["187-walk-everything"] = "CANARY-BREACH /\\.dockerenv",
        // The engine's own /etc/hostname, which holds the word "sandbox".
        ["276-tmp-oracle"] = "CANARY-BREACH host files in the compile sandbox",
    };

    /// <summary>Numbers of the programs that try walls: processes, memory, privileges, network, files.</summary>
    private static readonly (int First, int Last)[] Walls = [(20, 27), (42, 47), (130, 160), (170, 197), (200, 206), (276, 276)];

    public static TheoryData<string> Sample => AttackCorpus.Names("attacks");

    public static TheoryData<string> Further => Environment.GetEnvironmentVariable(All) is not null
        ? AttackCorpus.Names("attacks-own")
        : [.. AttackCorpus.Names("attacks-own").Cast<object[]>().Select(static row => (string)row[0]).Where(TriesWalls)];

    [Theory]
    [MemberData(nameof(Sample))]
    public Task Run_ProgramOfTheSample_IsContainedAndJudged(string program) => CheckAsync(program);

    [Theory]
    [MemberData(nameof(Further))]
    public Task Run_FurtherProgram_IsContainedAndJudged(string program) => CheckAsync(program);

    private Task CheckAsync(string name)
    {
        var program = AttackCorpus.Load(name);
        return engine.Attacks.CheckAsync(program with { Tolerates = Differences.GetValueOrDefault(program.Name) });
    }

    private static bool TriesWalls(string file)
    {
        var number = int.Parse(Path.GetFileName(file)[..3], System.Globalization.CultureInfo.InvariantCulture);
        return Walls.Any(range => number >= range.First && number <= range.Last);
    }
}
