using CodeRunner.Grains.Resilience;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CodeRunner.Storage.Redis;

/// <summary>The one connection to Redis of this process, which Orleans' providers share. Once made it mends itself.</summary>
public sealed partial class RedisConnection(
    IConfiguration configuration,
    IOptions<RedisSettings> settings,
    RetryPolicy retries,
    ILogger<RedisConnection> logger) : IAsyncDisposable
{
    // A dead connection is noticed and made again within seconds; commands wait for it as long as their own timeout allows.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstReconnect = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestReconnect = TimeSpan.FromSeconds(2);

    private ConnectionMultiplexer? _multiplexer;

    /// <summary>Orleans wants settings of a connection even where it is given the connection.</summary>
    public static ConfigurationOptions Unused { get; } = new();

    /// <summary>The connection; there is none before it is made at start.</summary>
    public IConnectionMultiplexer Multiplexer =>
        _multiplexer ?? throw new InvalidOperationException("There is no connection to Redis yet.");

    /// <summary>The commands.</summary>
    public IDatabase Database => Multiplexer.GetDatabase();

    /// <summary>Where Redis is, without user and password.</summary>
    public string Where { get; private set; } = "";

    /// <summary>Connects; waits for a while where nobody answers.</summary>
    /// <exception cref="ClusterException">Redis can't be reached or refuses.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var options = Options();
        Where = string.Join(", ", options.EndPoints.Select(Describe));
        try
        {
            _multiplexer = await retries.ExecuteAsync(
                () => ConnectAsync(options, cancellationToken),
                settings.Value.StartTimeout,
                static exception => exception is not ClusterException && !IsRefusal(exception),
                exception => LogWaiting(exception, Where),
                cancellationToken);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            throw new ClusterException(Explain(exception), exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_multiplexer is { } multiplexer)
            await multiplexer.DisposeAsync();
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectAsync(options);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException && !IsRefusal(exception))
        {
            // Waiting mends none of these mistakes.
            if (await RedisTlsCheck.ExplainAsync(options, settings.Value.CertificateAuthority, ConnectTimeout, cancellationToken) is { } mistake)
                throw new ClusterException($"No TLS with Redis at {Where}: {mistake}", exception);
            throw;
        }
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions options)
    {
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(options);
        try
        {
            // A server that wants a password lets one connect without it.
            await multiplexer.GetDatabase().PingAsync();
            return multiplexer;
        }
        catch
        {
            await multiplexer.DisposeAsync();
            throw;
        }
    }

    private ConfigurationOptions Options()
    {
        var options = RedisAddress.Parse(configuration.GetConnectionString(RedisSettings.ConnectionName) ?? string.Empty);
        options.ClientName = $"coderunner-{settings.Value.Id}";
        options.AbortOnConnectFail = true;
        options.ConnectRetry = 1;
        options.ConnectTimeout = (int)ConnectTimeout.TotalMilliseconds;
        options.AsyncTimeout = options.SyncTimeout = (int)CommandTimeout.TotalMilliseconds;
        options.KeepAlive = (int)KeepAlive.TotalSeconds;
        options.ReconnectRetryPolicy = new ExponentialRetry((int)FirstReconnect.TotalMilliseconds, (int)LongestReconnect.TotalMilliseconds);
        if (settings.Value.CertificateAuthority is { } authority)
            options.TrustIssuer(authority);
        return options;
    }

    private string Explain(Exception exception) =>
        IsRefusal(exception) ? $"Redis at {Where} refuses the user or the password in ConnectionStrings:Redis, or wants one."
        : $"Redis at {Where} does not answer ({exception.GetBaseException().Message}). Is it running, and is ConnectionStrings:Redis right (port, TLS)?";

    private static bool IsRefusal(Exception exception) =>
        Says(exception, "NOAUTH") || Says(exception, "WRONGPASS") || Says(exception, "NOPERM")
        || exception is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure, InnerException: null }
        || (exception.InnerException is { } inner && IsRefusal(inner));

    private static bool Says(Exception exception, string code) => exception.Message.Contains(code, StringComparison.Ordinal);

    private static string Describe(System.Net.EndPoint endpoint) => endpoint switch
    {
        System.Net.DnsEndPoint dns => $"{dns.Host}:{dns.Port}",
        _ => endpoint.ToString() ?? "",
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis at {Where} does not answer yet; trying again.")]
    private partial void LogWaiting(Exception exception, string where);
}
