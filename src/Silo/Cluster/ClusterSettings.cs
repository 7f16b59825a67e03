using System.ComponentModel.DataAnnotations;
using CodeRunner.Silo.Cluster.Tls;

namespace CodeRunner.Silo.Cluster;

/// <summary>The cluster that a silo or a gateway belongs to. Without <c>ConnectionStrings:Redis</c> none of this counts.</summary>
public sealed class ClusterSettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    /// <summary>Name of the connection string that turns the embedded mode into a cluster.</summary>
    public const string ConnectionName = "Redis";

    /// <summary>
    /// Name of the cluster, which begins every key in Redis: clusters with different names can share one. Letters, digits, dots,
    /// hyphens and underscores. Default: <c>coderunner</c>.
    /// </summary>
    [Required, RegularExpression(@"[A-Za-z0-9._-]{1,64}")]
    public string Id { get; set; } = "coderunner";

    /// <summary>The address that the other silos and the gateways reach this silo at, and the only one it listens on. Default: the machine's first one.</summary>
    public string? Address { get; set; }

    /// <summary>The port that silos talk to each other on. Default: 11111.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port that gateways talk to silos on. Default: 30000.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>
    /// A file with the certificate, in PEM, that has signed Redis' own, where the machine doesn't trust it anyway. Default: none.
    /// </summary>
    public string? CertificateAuthority { get; set; }

    /// <summary>
    /// Percent of Redis' <c>maxmemory</c> that stay free for the results of what was accepted: with less, new submissions are refused. 0 to 50;
    /// without a <c>maxmemory</c> it counts for nothing. Default: 5.
    /// </summary>
    [Range(0, 50)]
    public int KeepFreePercent { get; set; } = 5;

    /// <summary>TLS between silos and gateways. Default: off.</summary>
    [Required]
    public ClusterTlsSettings Tls { get; set; } = new();

    /// <summary>How long to wait at start for Redis to answer. Default: 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How far this machine's clock may be from Redis' at start. Default: 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaximumClockSkew { get; set; } = TimeSpan.FromMinutes(1);

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
