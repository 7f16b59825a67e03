using System.Net;
using System.Net.Sockets;
using System.Text;
using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Abuse;

/// <summary>One client holds connections, sends slowly, or reads slowly; another one, at another address, is served all the same.</summary>
public sealed class TrafficAbuseTests : IDisposable
{
    private const int Uploads = 60;
    private const int Readers = 60;
    private const int Sockets = 3000;
    private const int Hellos = 3;
    private const int MiB = 1 << 20;
    private const int LargestBody = 16 * MiB;
    private const int LargestOutput = 15 * MiB;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();
    private readonly List<Socket> _sockets = [];

    [Fact]
    public async Task Post_SlowUploads_AnotherClientIsAnsweredAndTheyAreCutOff()
    {
        await using var server = await StartAsync("--Gateway:Traffic:BodyTimeout=00:00:15");
        using var neighbour = new Neighbour(server);
        var kept = await server.Client.SubmitAsync(Sleeper());
        var uploads = BeginUploads(server);

        await neighbour.GreetAsync(Hellos);

        // Each is refused, or cut off in the middle: none stays.
        Assert.All(await Task.WhenAll(uploads).WaitAsync(Patience), static answer => Assert.Matches("^(HTTP/1.1 (408|429|503) .*)?$", answer));
        await neighbour.GreetAsync(1);
        neighbour.CheckMemory();
        Assert.Equal("kept\n", (await server.Client.WaitAsync(kept, Patience)).Stdout);
    }

    [Fact]
    public async Task Get_SlowReadersOfALargeResult_AnotherClientIsAnswered()
    {
        await using var server = await StartAsync();
        using var neighbour = new Neighbour(server);
        var large = await WriteAsync(server, 'a');
        await BeginReadingAsync(server, Readers, large);

        await neighbour.GreetAsync(Hellos);

        neighbour.CheckMemory();
        CloseAll();
        Assert.Equal(LargestOutput, (await server.Client.WaitAsync(large, Patience)).Stdout?.Length);
    }

    [Fact]
    public async Task All_OneAfterTheOther_MemoryStaysBounded()
    {
        await using var server = await StartAsync("--Gateway:Traffic:BodyTimeout=00:00:10");
        using var neighbour = new Neighbour(server);
        for (var i = 0; i < Sockets; i++)
        {
            Connect(server);
        }

        await neighbour.GreetAsync(1);
        CloseAll();
        var uploads = BeginUploads(server);
        await neighbour.GreetAsync(1);
        await Task.WhenAll(uploads).WaitAsync(Patience);
        CloseAll();
        var large = new List<Guid>();
        foreach (var letter in "abcd")
        {
            large.Add(await WriteAsync(server, letter));
        }

        await BeginReadingAsync(server, 2 * Readers, [.. large]);
        await neighbour.GreetAsync(Hellos);

        neighbour.CheckMemory();
    }

    [Fact]
    public async Task Connect_ThousandsThatAskNothing_AnotherClientIsAnswered()
    {
        await using var server = await StartAsync();
        using var neighbour = new Neighbour(server);
        var kept = await server.Client.SubmitAsync(Sleeper());
        for (var i = 0; i < Sockets; i++)
        {
            Connect(server);
        }

        await neighbour.GreetAsync(Hellos);

        // And the same address: at its bound an idle connection makes room.
        Assert.Equal("kept\n", (await server.Client.WaitAsync(kept, Patience)).Stdout);
        neighbour.CheckMemory();
    }

    [Fact]
    public async Task Connect_HundredsOfStreams_AnotherClientIsAnswered()
    {
        await using var server = await StartAsync();
        using var neighbour = new Neighbour(server);
        var kept = await server.Client.SubmitAsync(Sleeper());
        var request = Encoding.ASCII.GetBytes($"GET /events?id={kept} HTTP/1.1\r\nHost: x\r\n\r\n");
        for (var i = 0; i < Sockets / 2; i++)
        {
            try
            {
                await Connect(server).SendAsync(request);
            }
            catch (SocketException)
            {
                // One too many.
            }
        }

        await neighbour.GreetAsync(Hellos);

        neighbour.CheckMemory();
        CloseAll();

        // Asked without waiting: the server may still count the streams.
        Assert.True(await Eventually.IsTrueAsync(async () => (await server.Client.GetAsync(kept)).State == JobState.Completed, Patience));
        Assert.Equal("kept\n", (await server.Client.GetAsync(kept)).Stdout);
    }

    public void Dispose()
    {
        CloseAll();
        _folder.Dispose();
    }

    private static RunRequest Sleeper() => new() { Language = "c", Code = "#include <stdio.h>\n#include <unistd.h>\nint main(void) { sleep(4); puts(\"kept\"); return 0; }\n" };

    /// <summary>Has a program write as much as it may, another text for each letter.</summary>
    /// <returns>The submission, whose result is there.</returns>
    private static async Task<Guid> WriteAsync(ServerProcess server, char letter)
    {
        var id = await server.Client.SubmitAsync(new RunRequest
        {
            Language = "c",
            Code = $"#include <stdio.h>\nint main(void) {{ for (int i = 0; i < {LargestOutput}; i++) putchar('{letter}' + i % 20); return 0; }}\n",
            Limits = new RunLimits { OutputBytes = LargestBody },
        });
        Assert.Equal(Verdict.Accepted, (await server.Client.WaitAsync(id, Patience)).Verdict);
        return id;
    }

    /// <summary>Asks for results and then reads nothing.</summary>
    private async Task BeginReadingAsync(ServerProcess server, int readers, params Guid[] ids)
    {
        for (var i = 0; i < readers; i++)
        {
            await Connect(server).SendAsync(Encoding.ASCII.GetBytes($"GET /status?id={ids[i % ids.Length]} HTTP/1.1\r\nHost: x\r\n\r\n"));
        }
    }

    /// <summary>Begins bodies that never end.</summary>
    private Task<string>[] BeginUploads(ServerProcess server)
    {
        var most = new byte[LargestBody - MiB];
        Array.Fill(most, (byte)' ');
        var header = Encoding.ASCII.GetBytes($"POST /run HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {LargestBody}\r\n\r\n");
        return [.. Enumerable.Range(0, Uploads).Select(_ => SendAsync(Connect(server), header, most))];
    }

    private Task<ServerProcess> StartAsync(params string[] settings) => ServerProcess.StartAsync(_folder.Combine("data"), null, settings);

    private Socket Connect(ServerProcess server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        try
        {
            socket.Connect(IPAddress.Loopback, server.Address.Port);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Refused before it was there.
        }

        return socket;
    }

    /// <summary>Sends most of a body and then nothing more.</summary>
    /// <returns>The first line of the answer; empty where the server broke off.</returns>
    private static async Task<string> SendAsync(Socket socket, byte[] header, byte[] most)
    {
        var answer = new byte[1024];
        try
        {
            await socket.SendAsync(header);
            var sending = SendRestAsync(socket, most);
            var read = await socket.ReceiveAsync(answer);
            await sending;
            return Encoding.ASCII.GetString(answer, 0, read).Split("\r\n")[0];
        }
        catch (SocketException)
        {
            return "";
        }
    }

    private static async Task SendRestAsync(Socket socket, byte[] most)
    {
        try
        {
            for (var sent = 0; sent < most.Length;)
            {
                sent += await socket.SendAsync(most.AsMemory(sent));
            }
        }
        catch (SocketException)
        {
            // It has been cut off, and the answer is there already or never comes.
        }
    }

    private void CloseAll()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        _sockets.Clear();
    }
}
