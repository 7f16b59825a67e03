using System.Diagnostics;
using CodeRunner.Kit;
using CodeRunner.Silo.Cluster;
using CodeRunner.Silo.Tests.Storage.Conformance;
using CodeRunner.Storage.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Silo.Tests.Storage.Redis;

/// <summary>What a process says that can't join its cluster, and what it takes to join one that is locked.</summary>
[Collection(RedisCollection.Name)]
public sealed class RedisStartTests(RedisFixture redis) : IDisposable
{
    private const string Password = "opens-sesame";

    private readonly string _folder = Samples.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Connect_NobodyThere_SaysWhere()
    {
        var message = await FailAsync($"127.0.0.1:{RedisFixture.FreePort()}", ("Cluster:StartTimeout", "00:00:01"));

        Assert.Contains("does not answer", message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",password=wrong")]
    public async Task Connect_WithoutTheRightPassword_SaysSoAtOnceAndNotThePassword(string given)
    {
        await using var locked = await RedisServer.StartAsync(_folder, "--requirepass", Password);

        var message = await FailAsync(locked.Address + given);

        Assert.Contains("refuses the user or the password", message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:{0},password={1}")]
    [InlineData("redis://:{1}@127.0.0.1:{0}")]
    [InlineData("redis://default:{1}@127.0.0.1:{0}/0")]
    public async Task Connect_WithTheRightPassword_Works(string address)
    {
        await using var locked = await RedisServer.StartAsync(_folder, "--requirepass", Password);
        await using var services = RedisFixture.Services(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, locked.Port, Password));
        var connection = services.GetRequiredService<RedisConnection>();

        await connection.ConnectAsync(CancellationToken.None);

        Assert.True((await connection.Database.PingAsync()) > TimeSpan.Zero);
        Assert.Equal($"127.0.0.1:{locked.Port}", connection.Where);
    }

    [Fact]
    public async Task Connect_OverTlsWithItsOwnAuthority_WorksAndOnlyThen()
    {
        var (certificate, key) = TestCertificate.Write(_folder);
        var port = RedisFixture.FreePort();
        await using var server = await RedisServer.StartAsync(
            _folder, "--tls-port", $"{port}", "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", certificate, "--tls-auth-clients", "no");
        var address = $"rediss://localhost:{port}";

        Assert.Contains("Cluster:CertificateAuthority", await FailAsync(address), StringComparison.Ordinal);
        await using var services = RedisFixture.Services(address, ("Cluster:CertificateAuthority", certificate));
        await services.GetRequiredService<RedisConnection>().ConnectAsync(CancellationToken.None);
        Assert.True((await services.GetRequiredService<RedisConnection>().Database.PingAsync()) > TimeSpan.Zero);
    }

    /// <summary>What a mistake in TLS looks like to the client library is mostly an answer that does not come.</summary>
    [Theory]
    [InlineData("localhost:{0}", null, "speaks TLS", "ssl=true")] // plain words to a port of TLS
    [InlineData("localhost:{1},ssl=true", null, "speaks no TLS on that port", "ssl=true")]
    [InlineData("localhost:{0},ssl=true", null, "not trusted here", "Cluster:CertificateAuthority")]
    [InlineData("localhost:{0},ssl=true", "another", "not signed by", "Cluster:CertificateAuthority")]
    [InlineData("127.0.0.1:{0},ssl=true,sslHost=redis.example", "its", "for other names (localhost", "redis.example")]
    public async Task Connect_MistakeInTls_SaysItIsTlsAtOnceAndWhatToDo(string address, string? authority, string mistake, string advice)
    {
        var (certificate, key) = TestCertificate.Write(_folder);
        var (another, _) = TestCertificate.Write(Directory.CreateDirectory(Path.Combine(_folder, "another")).FullName);
        var port = RedisFixture.FreePort();
        await using var server = await RedisServer.StartAsync(
            _folder, "--tls-port", $"{port}", "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", certificate, "--tls-auth-clients", "no");
        (string, string)[] settings = authority is null ? [] : [("Cluster:CertificateAuthority", authority == "its" ? certificate : another)];

        var clock = Stopwatch.StartNew();
        var message = await FailAsync(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, address, port, server.Port), [.. settings, ("Cluster:StartTimeout", "00:10:00")]);

        Assert.Contains("TLS with Redis at", message, StringComparison.Ordinal);
        Assert.Contains(mistake, message, StringComparison.Ordinal);
        Assert.Contains(advice, message, StringComparison.Ordinal);
        Assert.DoesNotContain("does not answer", message, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(5), "It waited for what waiting does not mend.");
    }

    [Fact]
    public async Task Connect_RedisWantsACertificateOfItsClients_SaysSo()
    {
        var (certificate, key) = TestCertificate.Write(_folder);
        var port = RedisFixture.FreePort();
        await using var server = await RedisServer.StartAsync(
            _folder, "--tls-port", $"{port}", "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", certificate, "--tls-auth-clients", "yes");

        var message = await FailAsync($"rediss://localhost:{port}", ("Cluster:CertificateAuthority", certificate), ("Cluster:StartTimeout", "00:10:00"));

        Assert.Contains("tls-auth-clients", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task Start_ClockFarOff_SaysBothTimes(int seconds)
    {
        await using var services = await redis.ConnectAsync();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddSeconds(seconds));
        var start = new RedisStartup(services.GetRequiredService<RedisConnection>(), services.GetRequiredService<IOptions<RedisSettings>>(), time);

        var exception = await Assert.ThrowsAsync<ClusterException>(() => start.StartingAsync(CancellationToken.None));

        Assert.Contains($"{time.GetUtcNow():u}", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Cluster:MaximumClockSkew", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cluster:Id", "a b")]
    [InlineData("Cluster:Address", "localhost")]
    [InlineData("Cluster:SiloPort", "0")]
    [InlineData("Cluster:SiloPort", "30000")]
    [InlineData("Cluster:ProbeTimeout", "00:00:00")]
    [InlineData("Cluster:CertificateAuthority", "/no/such/file")]
    [InlineData("ConnectionStrings:Redis", "http://somewhere")]
    public void Settings_OutOfRange_AreNamed(string name, string value)
    {
        using var services = RedisFixture.Services(redis.Address, (name, value));

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(name.Split(':')[1], exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("somewhere", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<string> FailAsync(string address, params (string Key, string Value)[] settings)
    {
        await using var services = RedisFixture.Services(address, settings);
        return (await Assert.ThrowsAsync<ClusterException>(() => services.GetRequiredService<RedisConnection>().ConnectAsync(CancellationToken.None))).Message;
    }
}
