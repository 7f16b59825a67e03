using System.ComponentModel.DataAnnotations;
using CodeRunner.Silo.Cluster.Tls;

namespace CodeRunner.Silo.Cluster;

/// <summary>How a silo or a gateway meets the others of its cluster. Without a cluster none of this counts.</summary>
public sealed class ClusterSettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    /// <summary>The address that the other silos and the gateways reach this silo at, and the only one it listens on. Default: the machine's first one.</summary>
    public string? Address { get; set; }

    /// <summary>The port that silos talk to each other on. Default: 11111.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port that gateways talk to silos on. Default: 30000.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>TLS between silos and gateways. Default: off.</summary>
    [Required]
    public ClusterTlsSettings Tls { get; set; } = new();

    /// <summary>How long a silo may take to answer a probe of another. One that says nothing at all for as many of these as <see cref="MissedProbes"/> is declared dead. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Probes in a row that a silo may miss before it is suspected. Default: 3.</summary>
    [Range(1, 20)]
    public int MissedProbes { get; set; } = 3;

    /// <summary>Silos that must suspect a silo before it counts as dead; fewer do where there are fewer. Default: 2.</summary>
    [Range(1, 10)]
    public int DeathVotes { get; set; } = 2;

    /// <summary>How often a silo says in Redis that it lives; one that has not for three of these holds nobody up at start. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan AlivePeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often silos and gateways read the list of silos even if nobody tells them of a change; so long may a silo that was frozen and wakes
    /// not know that it was declared dead. Default: 1 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan RefreshPeriod { get; set; } = TimeSpan.FromSeconds(1);
}
