using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Storage.Redis;

/// <summary>
/// How Redis is reached, and what is ours in it. Where it is, <c>ConnectionStrings:Redis</c> says; the rest shares a section with the cluster that meets
/// there.
/// </summary>
public sealed class RedisSettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    /// <summary>Name of the connection string.</summary>
    public const string ConnectionName = "Redis";

    /// <summary>
    /// Name of the cluster, which begins every key in Redis: clusters with different names can share one. Letters, digits, dots,
    /// hyphens and underscores. Default: <c>coderunner</c>.
    /// </summary>
    [Required, RegularExpression(@"[A-Za-z0-9._-]{1,64}")]
    public string Id { get; set; } = "coderunner";

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

    /// <summary>How long to wait at start for Redis to answer. Default: 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How far this machine's clock may be from Redis' at start. Default: 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaximumClockSkew { get; set; } = TimeSpan.FromMinutes(1);
}
