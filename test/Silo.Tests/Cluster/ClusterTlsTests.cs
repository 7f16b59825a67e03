using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CodeRunner.Silo.Cluster;
using CodeRunner.Silo.Cluster.Tls;
using CodeRunner.Storage.Redis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Silo.Tests.Cluster;

/// <summary>The certificates of silos and gateways, and what is said of those that can't be used.</summary>
public sealed class ClusterTlsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coderunner-tls");
    private readonly ECDsa _authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;

    public ClusterTlsTests()
    {
        _authority = MakeAuthority(_authorityKey);
        Write("authority.pem", _authority.ExportCertificatePem());
        WriteMember("member");
    }

    public void Dispose()
    {
        _authority.Dispose();
        _authorityKey.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Read_Good_IsItsOwnMember()
    {
        var member = MemberCertificate.Read(Settings(), Now);

        Assert.True(member.Own.HasPrivateKey);
        Assert.Null(member.Explain(member.Own, [], Now));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("absent")]
    [InlineData("folder")]
    [InlineData("noise")]
    public void Read_UnusableFile_NamesTheSettingAndWhy(string kind)
    {
        Write("noise", "nothing");
        var (path, words) = kind switch
        {
            "none" => (null, "is missing"),
            "absent" => (Path.Combine(_folder.FullName, "absent"), "no such file"),
            "folder" => (_folder.FullName, "can't read"),
            _ => (Path.Combine(_folder.FullName, "noise"), "holds no"),
        };
        foreach (var setting in new[] { "Certificate", "Key", "Authority" })
        {
            var settings = Settings();
            typeof(ClusterTlsSettings).GetProperty(setting)!.SetValue(settings, path);

            var failure = Assert.Throws<ClusterException>(() => MemberCertificate.Read(settings, Now));

            Assert.StartsWith($"Cluster:Tls:{setting}", failure.Message, StringComparison.Ordinal);
            Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(400, "expired at 2026-")]
    [InlineData(-400, "not valid before 2026-")]
    public void Read_OutOfTime_SaysWhen(int days, string words) =>
        Assert.Contains(words, Assert.Throws<ClusterException>(() => MemberCertificate.Read(Settings(), Now.AddDays(days))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_KeyOfAnother_SaysSo()
    {
        WriteMember("another");
        var settings = Settings();
        settings.Key = Path.Combine(_folder.FullName, "another.key");

        Assert.Contains("is not the key of", Assert.Throws<ClusterException>(() => MemberCertificate.Read(settings, Now)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AuthorityOfTheSameNameAndAnotherKey_SaysNotSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = MakeAuthority(key);
        Write("authority.pem", authority.ExportCertificatePem());

        Assert.Contains("was not signed by Cluster:Tls:Authority", Assert.Throws<ClusterException>(() => MemberCertificate.Read(Settings(), Now)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ForServersOnly_SaysSo()
    {
        WriteMember("member", uses: ["1.3.6.1.5.5.7.3.1"]);

        Assert.Contains("both server and client", Assert.Throws<ClusterException>(() => MemberCertificate.Read(Settings(), Now)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllowedNames_OtherName_IsRefused()
    {
        var settings = Settings();
        settings.AllowedNames.Add("elsewhere");

        Assert.Contains("AllowedNames", Assert.Throws<ClusterException>(() => MemberCertificate.Read(settings, Now)).Message, StringComparison.Ordinal);
        settings.AllowedNames.Add("member");
        Assert.NotNull(MemberCertificate.Read(settings, Now));
    }

    [Fact]
    public void Current_ChangedFiles_AreReadAgainAndBadOnesLeaveWhatWas()
    {
        var certificates = Certificates();
        var first = certificates.Current.Own.Thumbprint;

        WriteMember("member", changed: 1);
        var second = certificates.Current.Own.Thumbprint;
        Write("member.key", "nothing", changed: 2);

        Assert.NotEqual(first, second);
        Assert.Equal(second, certificates.Current.Own.Thumbprint);
    }

    [Fact]
    public void Current_FolderBehindALinkIsExchanged_AreReadAgain()
    {
        // As a volume of a Kubernetes Secret is renewed: the files are links, and so is the folder that they lead through.
        var (old, renewed) = (_folder.CreateSubdirectory("old"), _folder.CreateSubdirectory("renewed"));
        string[] names = ["member.pem", "member.key", "authority.pem"];
        foreach (var name in names)
        {
            File.Copy(Path.Combine(_folder.FullName, name), Path.Combine(old.FullName, name));
            File.Delete(Path.Combine(_folder.FullName, name));
            File.CreateSymbolicLink(Path.Combine(_folder.FullName, name), Path.Combine("data", name));
        }

        var data = Path.Combine(_folder.FullName, "data");
        Directory.CreateSymbolicLink(data, old.FullName);
        var certificates = Certificates();
        var first = certificates.Current.Own.Thumbprint;

        WriteMember("second");
        File.Move(Path.Combine(_folder.FullName, "second.pem"), Path.Combine(renewed.FullName, "member.pem"));
        File.Move(Path.Combine(_folder.FullName, "second.key"), Path.Combine(renewed.FullName, "member.key"));
        File.Copy(Path.Combine(old.FullName, "authority.pem"), Path.Combine(renewed.FullName, "authority.pem"));
        File.Delete(data);
        Directory.CreateSymbolicLink(data, renewed.FullName);

        Assert.NotEqual(first, certificates.Current.Own.Thumbprint);
    }

    [Fact]
    public void IsMember_StrangersOfManyNames_AreToldOfOnceAMinuteAndInShort()
    {
        var (time, log) = (new FakeTimeProvider(Now), new SentenceLog());
        var certificates = new ClusterCertificates(Options.Create(new ClusterSettings { Tls = Settings() }), time, log);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        for (var number = 0; number < 5; number++)
        {
            using var stranger = MakeAuthority(key, $"{number}{new string('x', 5000)}");
            Assert.False(certificates.IsMember(stranger, null, System.Net.Security.SslPolicyErrors.None));
        }

        Assert.True(Assert.Single(log.Sentences).Length < 300);
        time.Advance(TimeSpan.FromMinutes(1));
        using var later = MakeAuthority(key, "later");
        Assert.False(certificates.IsMember(later, null, System.Net.Security.SslPolicyErrors.None));
        Assert.Equal(2, log.Sentences.Count);
    }

    [Fact]
    public void IsMember_StrangersAndNobody_AreNone()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var stranger = MakeAuthority(key);
        var certificates = Certificates();

        Assert.True(certificates.IsMember(certificates.Current.Own, null, System.Net.Security.SslPolicyErrors.RemoteCertificateNameMismatch));
        Assert.False(certificates.IsMember(stranger, null, System.Net.Security.SslPolicyErrors.None));
        Assert.False(certificates.IsMember(null, null, System.Net.Security.SslPolicyErrors.RemoteCertificateNotAvailable));
    }

    private sealed class SentenceLog : ILogger<ClusterCertificates>
    {
        public List<string> Sentences { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Sentences.Add(formatter(state, exception));
    }

    private ClusterCertificates Certificates()
    {
        var settings = new ClusterSettings { Tls = Settings() };
        return new ClusterCertificates(Options.Create(settings), new FakeTimeProvider(Now), NullLogger<ClusterCertificates>.Instance);
    }

    private ClusterTlsSettings Settings() => new()
    {
        Certificate = Path.Combine(_folder.FullName, "member.pem"),
        Key = Path.Combine(_folder.FullName, "member.key"),
        Authority = Path.Combine(_folder.FullName, "authority.pem"),
    };

    private static X509Certificate2 MakeAuthority(ECDsa key, string name = "authority")
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(Now.AddDays(-100), Now.AddDays(1000));
    }

    private void WriteMember(string name, string[]? uses = null, int changed = 0)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var oids = new OidCollection();
        foreach (var use in uses ?? ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"])
            oids.Add(new Oid(use));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, critical: false));
        using var certificate = request.Create(_authority, Now.AddDays(-1), Now.AddDays(200), RandomNumberGenerator.GetBytes(8));
        Write($"{name}.pem", certificate.ExportCertificatePem(), changed);
        Write($"{name}.key", key.ExportPkcs8PrivateKeyPem(), changed);
    }

    private void Write(string name, string text, int changed = 0)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, Now.UtcDateTime.AddMinutes(changed));
    }
}
