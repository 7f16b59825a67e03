using System.Security.Authentication;
using StackExchange.Redis;

namespace CodeRunner.Storage.Redis;

/// <summary>
/// Reads <c>ConnectionStrings:Redis</c>: either StackExchange.Redis' own form (<c>host:port,password=…,ssl=true</c>) or a URL
/// (<c>redis://user:password@host:port</c>, <c>rediss://…</c> with TLS).
/// </summary>
internal static class RedisAddress
{
    private const string PlainScheme = "redis";
    private const string TlsScheme = "rediss";
    private const int DefaultPort = 6379;

    /// <summary>The options that a text means.</summary>
    /// <exception cref="ArgumentException">It can't be read.</exception>
    public static ConfigurationOptions Parse(string text)
    {
        var options = text.Contains("://", StringComparison.Ordinal) ? ParseUrl(text) : ConfigurationOptions.Parse(text);
        if (options.EndPoints.Count == 0)
            throw new ArgumentException("it names no host");
        return options;
    }

    /// <summary>What is wrong with a text, in a sentence without the text, which may hold a password; null when nothing is.</summary>
    public static string? Explain(string? text)
    {
        try
        {
            _ = Parse(text ?? string.Empty);
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return "ConnectionStrings:Redis can't be read: it must be like 'host:6379,password=…,ssl=true' or 'rediss://user:password@host:6379'.";
        }
    }

    private static ConfigurationOptions ParseUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not (PlainScheme or TlsScheme) || url.Host.Length == 0)
            throw new ArgumentException("it is no URL of Redis");
        var options = new ConfigurationOptions
        {
            Ssl = url.Scheme == TlsScheme,
            SslHost = url.Scheme == TlsScheme ? url.Host : null,
            SslProtocols = SslProtocols.None,
        };
        options.EndPoints.Add(url.Host, url.IsDefaultPort || url.Port < 0 ? DefaultPort : url.Port);
        if (url.UserInfo.Length > 0)
        {
            var parts = url.UserInfo.Split(':', 2);
            options.Password = Uri.UnescapeDataString(parts[^1]);
            if (parts is [{ Length: > 0 } user, _])
                options.User = Uri.UnescapeDataString(user);
        }

        return int.TryParse(url.AbsolutePath.Trim('/'), out var database) ? Database(options, database) : options;
    }

    private static ConfigurationOptions Database(ConfigurationOptions options, int database)
    {
        options.DefaultDatabase = database;
        return options;
    }
}
