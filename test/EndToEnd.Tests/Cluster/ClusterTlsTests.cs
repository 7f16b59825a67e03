using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Cluster;

/// <summary>Two silos and a gateway that talk TLS, with the certificates of deploy/make-secrets; and those whom they don't talk to.</summary>
public sealed class ClusterTlsTests
{
    private const string Program = """{"language":"c","code":"#include <stdio.h>\nint main(void) { printf(\"six by seven: %d\", 6 * 7); return 0; }"}""";

    private static readonly TimeSpan Stays = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Closes = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Cluster_OverTls_RunsProgramsAndRefusesStrangers()
    {
        using var folder = TemporaryFolder.Create();
        var (own, others) = (await MakeSecretsAsync(folder.Combine("own")), await MakeSecretsAsync(folder.Combine("others")));
        await using var redis = await RedisServer.StartAsync(folder.Combine("redis"));
        var (first, second) = (Settings(redis, own, "silo"), Settings(redis, own, "silo"));
        await using var siloOne = ServerProcess.Launch(Built.SiloAssembly, Ports.Free(), folder.Combine("one"), first);
        await using var siloTwo = ServerProcess.Launch(Built.SiloAssembly, Ports.Free(), folder.Combine("two"), second);
        await using var gateway = ServerProcess.Launch(Built.GatewayAssembly, Ports.Free(), folder.Combine("gateway"), Settings(redis, own, "gateway"));
        foreach (var process in (ServerProcess[])[siloOne, siloTwo, gateway])
            await process.BecomeReadyAsync();

        using var http = new HttpClient { BaseAddress = gateway.Address };
        for (var i = 0; i < 8; i++) // Some go to each silo.
        {
            using var response = await http.PostAsync(new Uri("/run?wait=60", UriKind.Relative), new StringContent(Program, Encoding.UTF8, "application/json"));
            Assert.Contains("six by seven: 42", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var member = Member(own);
        using var stranger = Member(others);
        foreach (var name in new[] { "Cluster__SiloPort", "Cluster__GatewayPort" })
        {
            var port = int.Parse(first[name], System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(await IsKeptAsync(port, member), $"{name}: a member was refused.");
            Assert.False(await IsKeptAsync(port, stranger), $"{name}: a certificate of another authority was taken.");
            Assert.False(await IsKeptAsync(port, certificate: null), $"{name}: a client without a certificate was taken.");
            Assert.False(await IsKeptInPlainAsync(port), $"{name}: a client without TLS was taken.");
        }

        var log = ClusterProcesses.Read(siloOne.LogFile);
        Assert.Contains("A connection to this silo was refused", log, StringComparison.Ordinal);
        Assert.Contains("was not signed by Cluster:Tls:Authority", log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at System.Net.Security", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MakeSecrets_CertificateIsMadeAnew_IsWrittenIntoTheFileThatIsThere()
    {
        using var folder = TemporaryFolder.Create();
        var certificate = Path.Combine(await MakeSecretsAsync(folder.Combine("own")), "silo_certificate");
        File.SetUnixFileMode(certificate, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(certificate, ""); // One that can't be used is made anew, as one that ends soon is.

        // As a container has it, into which this file is mounted.
        using var mounted = new StreamReader(certificate);
        await MakeSecretsAsync(folder.Combine("own"));

        Assert.Contains("BEGIN CERTIFICATE", await mounted.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Settings(RedisServer redis, string secrets, string member) => new()
    {
        ["ConnectionStrings__Redis"] = redis.Address,
        ["Cluster__Address"] = "127.0.0.1",
        ["Cluster__SiloPort"] = $"{Ports.Free()}",
        ["Cluster__GatewayPort"] = $"{Ports.Free()}",
        ["Cluster__Tls__Certificate"] = Path.Combine(secrets, $"{member}_certificate"),
        ["Cluster__Tls__Key"] = Path.Combine(secrets, $"{member}_key"),
        ["Cluster__Tls__Authority"] = Path.Combine(secrets, "cluster_authority"),
        ["Slots__Count"] = "1",
    };

    private static X509Certificate2 Member(string secrets) =>
        X509Certificate2.CreateFromPemFile(Path.Combine(secrets, "gateway_certificate"), Path.Combine(secrets, "gateway_key"));

    /// <summary>Whether the silo goes on waiting for what a client has to say after the handshake.</summary>
    private static async Task<bool> IsKeptAsync(int port, X509Certificate2? certificate)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);

        // Whom it talks to is not what is tried here.
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, static (_, _, _, errors) => errors != SslPolicyErrors.RemoteCertificateNotAvailable);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "silo", ClientCertificates = certificate is null ? [] : [certificate] });
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            return false;
        }

        return await StaysOpenAsync(tls, certificate is null ? Closes : Stays);
    }

    private static async Task<bool> IsKeptInPlainAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await client.GetStream().WriteAsync(new byte[64]);
        return await StaysOpenAsync(client.GetStream(), Closes);
    }

    private static async Task<bool> StaysOpenAsync(Stream stream, TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        var buffer = new byte[256];
        try
        {
            // An alert may come before the end.
            while (await stream.ReadAsync(buffer, timeout.Token) > 0)
            {
            }

            return false;
        }
        catch (IOException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private static async Task<string> MakeSecretsAsync(string folder)
    {
        var root = Built.RepositoryRoot;
        for (var i = 0; i < 2; i++) // The second time it changes nothing.
        {
            var start = new ProcessStartInfo(Path.Combine(root, "deploy", "make-secrets")) { Environment = { ["CODERUNNER_SECRETS"] = folder } };
            using var process = Process.Start(start) ?? throw new InvalidOperationException("make-secrets was not started.");
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "authority", "key")));
        return folder;
    }
}
