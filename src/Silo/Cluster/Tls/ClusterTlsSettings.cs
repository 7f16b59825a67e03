namespace CodeRunner.Silo.Cluster.Tls;

/// <summary>
/// TLS with mutual authentication between silos and gateways: each shows a certificate, and takes nothing from who shows none that the cluster's own authority has signed.
/// All files are PEM, and are read again when they change. Off where none of them is named.
/// </summary>
public sealed class ClusterTlsSettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = $"{ClusterSettings.Section}:Tls";

    /// <summary>The file with this process's own certificate, for both ends of a connection (server and client authentication). Default: none.</summary>
    public string? Certificate { get; set; }

    /// <summary>The file with the certificate's private key, not encrypted. Default: none.</summary>
    public string? Key { get; set; }

    /// <summary>The file with the certificates of the authorities that sign members of the cluster; no other counts, also none that the machine trusts. Default: none.</summary>
    public string? Authority { get; set; }

    /// <summary>DNS names of which a member's certificate must have one. Default: none, which takes every certificate of the authority.</summary>
    public IList<string> AllowedNames { get; } = [];

    /// <summary>Whether it is on.</summary>
    public bool IsOn => Certificate is { Length: > 0 } || Key is { Length: > 0 } || Authority is { Length: > 0 };
}
