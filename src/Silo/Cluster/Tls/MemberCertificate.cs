using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CodeRunner.Storage.Redis;

namespace CodeRunner.Silo.Cluster.Tls;

/// <summary>What a member of the cluster shows, and whom it trusts.</summary>
/// <param name="Own">Its certificate with the private key.</param>
/// <param name="Authorities">The only authorities that count.</param>
/// <param name="AllowedNames">DNS names of which another member must have one; empty: all.</param>
internal sealed record MemberCertificate(X509Certificate2 Own, X509Certificate2Collection Authorities, IReadOnlyList<string> AllowedNames)
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    /// <summary>Reads the files.</summary>
    /// <exception cref="ClusterException">They can't be used; the message is a sentence for the operator.</exception>
    public static MemberCertificate Read(ClusterTlsSettings settings, DateTimeOffset now)
    {
        var authorityText = ReadFile(settings.Authority, nameof(settings.Authority));
        var certificateText = ReadFile(settings.Certificate, nameof(settings.Certificate));
        var keyText = ReadFile(settings.Key, nameof(settings.Key));
        var authorities = ParseAuthorities(authorityText, settings);
        using (var certificate = Parse(certificateText, settings))
        {
            CheckTime(certificate, nameof(settings.Certificate), settings.Certificate, now);
        }

        foreach (var authority in authorities)
            CheckTime(authority, nameof(settings.Authority), settings.Authority, now);
        var member = new MemberCertificate(AddKey(certificateText, keyText, settings), authorities, [.. settings.AllowedNames]);
        if (member.Explain(member.Own, [], now) is { } reason)
            throw Failure(nameof(settings.Certificate), settings.Certificate, $"every other member would refuse it, as it {reason}");
        return member;
    }

    /// <summary>Why a certificate is not one of a member, in words that go on from "it"; null where it is.</summary>
    public string? Explain(X509Certificate2 certificate, X509Certificate2Collection extra, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(Authorities);
        policy.ExtraStore.AddRange(extra);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = now.LocalDateTime;

        // A member is both: it calls, and it is called.
        policy.ApplicationPolicy.Add(new Oid(ServerUse));
        policy.ApplicationPolicy.Add(new Oid(ClientUse));
        if (!chain.Build(certificate))
            return Describe(chain);
        if (AllowedNames.Count == 0 || AllowedNames.Any(name => certificate.MatchesHostname(name, allowWildcards: false, allowCommonName: false)))
            return null;
        return $"has none of the names of {ClusterTlsSettings.Section}:{nameof(AllowedNames)} ({string.Join(", ", AllowedNames)})";
    }

    private static string Describe(X509Chain chain)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, one) => all | one.Status);
        if ((status & (X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid)) != 0)
            return $"was not signed by {ClusterTlsSettings.Section}:{nameof(ClusterTlsSettings.Authority)}";
        if ((status & X509ChainStatusFlags.NotTimeValid) != 0)
            return "is expired or not yet valid";
        if ((status & X509ChainStatusFlags.NotValidForUsage) != 0)
            return "is not for both server and client authentication";
        return $"is not valid ({status})";
    }

    private static string ReadFile(string? path, string setting)
    {
        if (string.IsNullOrEmpty(path))
            throw new ClusterException($"{ClusterTlsSettings.Section}:{setting} is missing: TLS needs Certificate, Key and Authority.");
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Failure(setting, path, "there is no such file", exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw Failure(setting, path, "this process can't read it", exception);
        }
    }

    private static X509Certificate2Collection ParseAuthorities(string text, ClusterTlsSettings settings)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            authorities.Clear();
        }

        return authorities.Count > 0 ? authorities : throw Failure(nameof(settings.Authority), settings.Authority, "it holds no certificate in PEM");
    }

    private static X509Certificate2 Parse(string text, ClusterTlsSettings settings)
    {
        try
        {
            return X509Certificate2.CreateFromPem(text);
        }
        catch (CryptographicException exception)
        {
            throw Failure(nameof(settings.Certificate), settings.Certificate, "it holds no certificate in PEM", exception);
        }
    }

    private static X509Certificate2 AddKey(string certificate, string key, ClusterTlsSettings settings)
    {
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal) || key.Contains("ENCRYPTED", StringComparison.Ordinal))
            throw Failure(nameof(settings.Key), settings.Key, "it holds no private key in PEM, or an encrypted one");
        try
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw Failure(nameof(settings.Key), settings.Key, $"it is not the key of {settings.Certificate}", exception);
        }
    }

    private static void CheckTime(X509Certificate2 certificate, string setting, string? path, DateTimeOffset now)
    {
        if (now >= certificate.NotAfter)
            throw Failure(setting, path, FormattableString.Invariant($"it expired at {certificate.NotAfter.ToUniversalTime():u}"));
        if (now < certificate.NotBefore)
            throw Failure(setting, path, FormattableString.Invariant($"it is not valid before {certificate.NotBefore.ToUniversalTime():u}; look at the clock"));
    }

    private static ClusterException Failure(string setting, string? path, string reason, Exception? inner = null) =>
        new($"{ClusterTlsSettings.Section}:{setting} ({path}): {reason}.", inner);
}
