using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CodeRunner.Storage.Redis;
using Microsoft.Extensions.Options;

namespace CodeRunner.Silo.Cluster.Tls;

/// <summary>The certificate of this process as its files say now. They are looked at with each handshake, of which there are few; a change that can't be used leaves what was.</summary>
internal sealed partial class ClusterCertificates(IOptions<ClusterSettings> settings, TimeProvider time, ILogger<ClusterCertificates> logger)
{
    /// <summary>How long the same reason is not said again.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private const int LongestSubject = 100;

    private readonly ClusterTlsSettings _settings = settings.Value.Tls;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _said = [];
    private MemberCertificate? _current;
    private string _stamp = "";

    /// <summary>Whether silos and gateways talk TLS.</summary>
    public bool IsOn => _settings.IsOn;

    /// <summary>What is shown and trusted in the next handshake.</summary>
    /// <exception cref="ClusterException">There never was one that can be used.</exception>
    public MemberCertificate Current
    {
        get
        {
            lock (_lock)
            {
                var stamp = Stamp();
                if (_current is not null && stamp == _stamp)
                    return _current;
                try
                {
                    _current = MemberCertificate.Read(_settings, time.GetUtcNow());
                }
                catch (ClusterException exception) when (_current is not null)
                {
                    LogUnusable(exception.Message);
                }

                _stamp = stamp;
                return _current;
            }
        }
    }

    /// <summary>Whether who is at the other end is a member. Names of machines don't count: addresses change, and the authority signs nobody else.</summary>
    public bool IsMember(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return false;
        var extra = new X509Certificate2Collection();
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            extra.Add(element.Certificate);
        if (Current.Explain(certificate, extra, time.GetUtcNow()) is not { } reason)
            return true;
        Say(reason, $"The certificate of a silo or gateway ({Shorten(certificate.Subject)}) was refused, as it {reason}.");
        return false;
    }

    /// <summary>Tells of a connection that did not come about: a sentence, and not again for a while, as who fails tries again and again.</summary>
    public void Refused(string direction, Exception? exception) => Say(
        $"{direction} {exception?.GetType().Name}",
        $"{direction}: no TLS between members of the cluster came about ({exception?.Message ?? "the other end hung up"}). Every silo and gateway needs {ClusterTlsSettings.Section}, with certificates of one authority.");

    /// <param name="reason">What is said once a while. It holds nothing that a stranger chooses, who would have it said again and again.</param>
    /// <param name="sentence">What is said.</param>
    private void Say(string reason, string sentence)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (_said.TryGetValue(reason, out var at) && now - at < Silence)
                return;
            if (_said.Count > 100) // Silos that are no more.
                _said.Where(said => now - said.Value >= Silence).ToList().ForEach(said => _said.Remove(said.Key));
            _said[reason] = now;
        }

        LogRefused(sentence);
    }

    // A stranger's certificate may be named by a book, of several lines.
    private static string Shorten(string subject) =>
        string.Concat(subject.Take(LongestSubject).Select(static character => char.IsControl(character) ? ' ' : character)) + (subject.Length > LongestSubject ? "…" : "");

    // Of what they hold: a link's own time stays when a folder behind it is exchanged, which is how Kubernetes renews secrets.
    private string Stamp() => string.Join('|', new[] { _settings.Certificate, _settings.Key, _settings.Authority }.Select(Stamp));

    private static string Stamp(string? path)
    {
        try
        {
            return string.IsNullOrEmpty(path) ? "" : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Reading it says why.
            return "unreadable";
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Sentence}")]
    private partial void LogRefused(string sentence);

    [LoggerMessage(LogLevel.Warning, "The changed certificates can't be used, so those from before stay: {Reason}")]
    private partial void LogUnusable(string reason);
}
