using System.Globalization;

namespace CodeRunner.Sandbox.Docker;

/// <summary>Under which names a server's containers go, so that it never takes another's for its own, nor leaves one of its own behind.</summary>
internal sealed class DockerIdentity(string cluster, string silo)
{
    public const string ClusterLabel = "org.coderunner.cluster";
    public const string SiloLabel = "org.coderunner.silo";
    public const string StartLabel = "org.coderunner.start";
    public const string SlotLabel = "org.coderunner.slot";
    public const string StageLabel = "org.coderunner.stage";

    /// <summary>Apart from other starts of the same server: a container that is still being removed keeps its name.</summary>
    private readonly string _start = Guid.NewGuid().ToString("N")[..8];

    public string Silo => silo;

    /// <summary>This start of the server.</summary>
    public string Start => _start;

    /// <summary>What the engine is asked for to find all of them.</summary>
    public IEnumerable<string> Filters => [$"{ClusterLabel}={cluster}", $"{SiloLabel}={silo}"];

    public string ContainerName(long number) => string.Create(CultureInfo.InvariantCulture, $"coderunner-{_start}-{number}");

    public Dictionary<string, string> Labels(long number, SandboxStage stage) => new()
    {
        [ClusterLabel] = cluster,
        [SiloLabel] = silo,
        [StartLabel] = _start,
        [SlotLabel] = number.ToString(CultureInfo.InvariantCulture),
        [StageLabel] = stage == SandboxStage.Compile ? "compile" : "run",
    };
}
