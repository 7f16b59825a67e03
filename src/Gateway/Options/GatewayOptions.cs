using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Options;

/// <summary>How the gateway serves.</summary>
public sealed class GatewayOptions
{
    /// <summary>The section of the settings that this is read from.</summary>
    public const string Section = "Gateway";

    /// <summary>API keys by the name of the client that each belongs to, compared with the header <c>X-API-Key</c>. Default: none.</summary>
    public Dictionary<string, string> ApiKeys { get; } = [];

    /// <summary>Whether requests about submissions need a known API key; without one they are told apart by address. Default: false.</summary>
    public bool RequireApiKey { get; set; }

    /// <summary>
    /// Proxies before the gateway, each an address or a network like <c>10.0.0.0/8</c>: they are believed when they say whose request it is
    /// (<c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c>), and their connections are not bounded as one client's. Default: none.
    /// </summary>
    public List<string> TrustedProxies { get; } = [];

    /// <summary>
    /// Whether <c>GET /request</c> shows what was submitted, tests and all, to whoever knows a job's id, as links that share a job need it.
    /// Default: true.
    /// </summary>
    public bool ShowRequests { get; set; } = true;

    /// <summary>The longest that <c>?wait=</c> may ask for. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often an event stream with nothing to say sends a comment, so that nobody on the way takes it for dead. Default: 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>What <c>Retry-After</c> says when the engine can't be reached or isn't ready. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a call that fails on its way, as its silo died, is made again before the client gets 503. Default: 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan CallPatience { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an answer of the readiness checks is used again. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ReadinessCache { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer of <c>GET /cluster</c> is used again, for all who ask. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ClusterCache { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long <c>GET /cluster</c> waits for a dispatcher before it is shown as not reachable. Default: 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:20")]
    public TimeSpan ClusterTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one try of a call may take before it counts as lost; what it waits for on purpose comes on top. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:25")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a call in a cluster may be without an answer before it is made a second time, by another silo's door, and after every half of
    /// this once more until <see cref="CallTimeout"/>; whichever answers first counts. What the call waits for on purpose comes on top. Default: 2 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:25")]
    public TimeSpan DetourAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the silos are asked which languages they have. Default: 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LanguageRefreshPeriod { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Connections open at the same time; further ones are closed at once. Default: 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>How long a connection may stay open without a request. Default: 130 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>How long a client may take to send a request's headers. Default: 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestHeadersTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>What clients may hold at the same time.</summary>
    [Required, ValidateObjectMembers]
    public TrafficOptions Traffic { get; set; } = new();

    /// <summary>What makes ids of requests that may be repeated.</summary>
    [Required, ValidateObjectMembers]
    public IdempotencyOptions Idempotency { get; set; } = new();

    /// <summary>What requests may ask for.</summary>
    [Required, ValidateObjectMembers]
    public LimitsOptions Limits { get; set; } = new();
}
