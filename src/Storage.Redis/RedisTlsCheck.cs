using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;

namespace CodeRunner.Storage.Redis;

/// <summary>
/// Finds out, after a connection to Redis has failed, whether TLS is why: the client library reports most of these mistakes as an answer that
/// did not come. Sends a PING of its own, with and without TLS, and neither user nor password.
/// </summary>
internal static class RedisTlsCheck
{
    private const string AddressSetting = "ConnectionStrings:Redis";

    private static readonly byte[] Ping = "PING\r\n"u8.ToArray();

    /// <summary>The mistake, and what to do about it, in a sentence; null when TLS is not what is wrong.</summary>
    /// <param name="options">How Redis was to be reached.</param>
    /// <param name="authority">The file of <c>Cluster:CertificateAuthority</c>; null when the setting is not there.</param>
    /// <param name="patience">How long each question may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string?> ExplainAsync(ConfigurationOptions options, string? authority, TimeSpan patience, CancellationToken cancellationToken)
    {
        foreach (var endpoint in options.EndPoints)
        {
            var mistake = options.Ssl
                ? await ExplainTlsAsync(endpoint, options, authority, patience, cancellationToken)
                : await ExplainPlainAsync(endpoint, options, patience, cancellationToken);
            if (mistake is not null)
                return mistake;
        }

        return null;
    }

    private static async Task<string?> ExplainPlainAsync(EndPoint endpoint, ConfigurationOptions options, TimeSpan patience, CancellationToken cancellationToken) =>
        !await AnswersPlainAsync(endpoint, patience, cancellationToken)
        && (await AskOverTlsAsync(endpoint, options, authority: null, patience, cancellationToken)).IsTls
            ? $"it speaks TLS there, and {AddressSetting} asks for none. Add ssl=true to it, or write rediss:// in place of redis://."
            : null;

    private static async Task<string?> ExplainTlsAsync(
        EndPoint endpoint, ConfigurationOptions options, string? authority, TimeSpan patience, CancellationToken cancellationToken)
    {
        const string AuthoritySetting = $"{RedisSettings.Section}:{nameof(RedisSettings.CertificateAuthority)}";
        var answer = await AskOverTlsAsync(endpoint, options, authority, patience, cancellationToken);
        if (!answer.IsTls)
        {
            return await AnswersPlainAsync(endpoint, patience, cancellationToken)
                ? $"it speaks no TLS on that port, and {AddressSetting} asks for it. Leave out ssl=true (or write redis:// in place of rediss://), or name the port of its tls-port."
                : answer.Failure is { } failure ? $"the handshake failed ({failure})." : null;
        }

        if (answer.Errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"its certificate is for other names ({answer.Names}), not for {HostOf(endpoint, options)}. Use one of them in {AddressSetting} (sslHost=… when the address differs), or give Redis a certificate for this one.";
        if (answer.Errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            return authority is null
                ? $"its certificate is not trusted here ({answer.Chain}). {AuthoritySetting} names the certificate that has signed it."
                : $"its certificate is not trusted ({answer.Chain}), as it is not signed by what {AuthoritySetting} names ({authority}), or not valid now.";
        }

        return answer.HungUp
            ? "it hangs up after the handshake, as it does on who shows no certificate. Set tls-auth-clients to no there: user and password are what it knows us by."
            : null;
    }

    /// <summary>What one says to a PING over TLS, whoever's certificate it shows.</summary>
    private static async Task<TlsAnswer> AskOverTlsAsync(
        EndPoint endpoint, ConfigurationOptions options, string? authority, TimeSpan patience, CancellationToken cancellationToken)
    {
        var answer = new TlsAnswer();
        await TryAsync(
            endpoint,
            patience,
            async (stream, token) =>
            {
                await using var tls = new SslStream(stream, leaveInnerStreamOpen: true);
                try
                {
                    await tls.AuthenticateAsClientAsync(
                        new SslClientAuthenticationOptions
                        {
                            TargetHost = HostOf(endpoint, options),
                            EnabledSslProtocols = options.SslProtocols ?? SslProtocols.None,
                            CertificateRevocationCheckMode = options.CheckCertificateRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck,
                            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => answer.Judge(certificate as X509Certificate2, chain, errors, authority),
                        },
                        token);
                    answer.IsTls = true;
                }
                catch (Exception exception) when (exception is AuthenticationException or IOException)
                {
                    answer.Failure = exception.GetBaseException().Message.Trim().TrimEnd('.');
                    return;
                }

                answer.HungUp = !await AnswersAsync(tls, token);
            },
            cancellationToken);
        return answer;
    }

    private static async Task<bool> AnswersPlainAsync(EndPoint endpoint, TimeSpan patience, CancellationToken cancellationToken)
    {
        var answers = false;
        await TryAsync(endpoint, patience, async (stream, token) => answers = await AnswersAsync(stream, token), cancellationToken);
        return answers;
    }

    /// <summary>Whether one answers as Redis does: with PONG, or with an error, such as that a password is wanted.</summary>
    private static async Task<bool> AnswersAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(Ping, cancellationToken);
            var first = new byte[1];
            return await stream.ReadAsync(first, cancellationToken) == 1 && first[0] is (byte)'+' or (byte)'-';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task TryAsync(EndPoint endpoint, TimeSpan patience, Func<Stream, CancellationToken, Task> ask, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(endpoint, deadline.Token);
            await using var stream = new NetworkStream(socket);
            await ask(stream, deadline.Token);
        }
        catch (Exception exception) when (exception is SocketException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Nobody answers, which is no mistake of TLS.
        }
    }

    private static string HostOf(EndPoint endpoint, ConfigurationOptions options) =>
        options.SslHost is { Length: > 0 } host ? host : endpoint switch
        {
            DnsEndPoint dns => dns.Host,
            IPEndPoint ip => ip.Address.ToString(),
            _ => string.Empty,
        };

    /// <summary>What came of a handshake.</summary>
    private sealed class TlsAnswer
    {
        public bool IsTls { get; set; }

        /// <summary>Whether what followed the handshake was no answer.</summary>
        public bool HungUp { get; set; }

        public string? Failure { get; set; }

        public SslPolicyErrors Errors { get; private set; }

        public string Names { get; private set; } = string.Empty;

        public string Chain { get; private set; } = string.Empty;

        /// <summary>Keeps what is wrong with a certificate, and lets the handshake go on: nothing secret follows it.</summary>
        public bool Judge(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, string? authority)
        {
            Errors = errors;
            if (certificate is null)
                return true;
            Names = NamesOf(certificate);
            Chain = Describe(chain);
            if (authority is not null && errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            {
                using var issuer = X509CertificateLoader.LoadCertificateFromFile(authority);
                using var own = new X509Chain();
                own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                own.ChainPolicy.CustomTrustStore.Add(issuer);
                own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
                if (own.Build(certificate))
                    Errors &= ~SslPolicyErrors.RemoteCertificateChainErrors;
                else
                    Chain = Describe(own);
            }

            return true;
        }

        private static string Describe(X509Chain? chain) =>
            string.Join("; ", chain?.ChainStatus.Select(static status => status.StatusInformation.Trim().TrimEnd('.')).Distinct() ?? []);

        private static string NamesOf(X509Certificate2 certificate)
        {
            var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(static extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(static address => address.ToString())))
                .ToList();
            return names.Count > 0 ? string.Join(", ", names) : certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        }
    }
}
