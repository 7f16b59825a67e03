using System.Net.Sockets;
using System.Runtime.InteropServices;
using CodeRunner.Sandbox.Docker;

namespace CodeRunner.Sandbox.Tests.Docker;

/// <summary>What is said about an engine that can't be reached: whoever may not open its socket must not look for an engine that is away.</summary>
public sealed partial class DockerTroubleTests : IDisposable
{
    private const uint Nobody = 65534;

    private const UnixFileMode Everybody = (UnixFileMode)0x1FF; // 0777

    private readonly string _folder = Directory.CreateTempSubdirectory("coderunner-docker-").FullName;

    public DockerTroubleTests() => File.SetUnixFileMode(_folder, Everybody);

    private string SocketFile => Path.Combine(_folder, "engine.sock");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Ping_SocketOfAnotherUser_SaysWhoMayOpenIt()
    {
        using var socket = Bind();
        socket.Listen();
        File.SetUnixFileMode(SocketFile, UnixFileMode.None);

        var message = FailAsNobody();

        Assert.Contains($"socket {SocketFile} may not be opened by this user", message, StringComparison.Ordinal);
        Assert.Contains("usermod -aG docker", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ping_NoSocket_SaysThereIsNoEngine()
    {
        var message = FailAsNobody();

        Assert.Contains($"There is no Docker engine: no socket {SocketFile}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ping_SocketNobodyListensOn_SaysStartIt()
    {
        using var socket = Bind();
        File.SetUnixFileMode(SocketFile, Everybody);

        var message = FailAsNobody();

        Assert.Contains("No Docker engine listens at", message, StringComparison.Ordinal);
    }

    private Socket Bind()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(SocketFile));
        return socket;
    }

    /// <summary>Asks on a thread to which files are those of another user's: the tests are root's, whom no mode keeps out.</summary>
    private string FailAsNobody()
    {
        var options = new DockerOptions { Endpoint = $"unix://{SocketFile}" };
        using var engine = new DockerEngine(options, TimeProvider.System);
        var ping = Task.CompletedTask;
        var thread = new Thread(() =>
        {
            var before = SetFileUser(Nobody);
            ping = engine.PingAsync(CancellationToken.None);
            _ = SetFileUser((uint)before);
        });
        thread.Start();
        thread.Join();
        return Assert.Throws<SandboxUnavailableException>(() => ping.GetAwaiter().GetResult()).Message;
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileUser(uint user);
}
