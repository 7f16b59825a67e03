using System.Diagnostics;
using System.Net;
using CodeRunner.EndToEnd.Tests.Hosting;
using CodeRunner.EndToEnd.Tests.Machine;

namespace CodeRunner.EndToEnd.Tests.Abuse;

/// <summary>A client at another address than the one that misbehaves: it is served in time, whatever that one does.</summary>
internal sealed class Neighbour(ServerProcess server) : IDisposable
{
    private const long MemoryBound = 600L << 20;
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ServerAccess _access = new(server.Address, IPAddress.Parse("127.0.0.2"));
    private int _greetings;

    /// <summary>Runs programs that say hello, one after the other; each must be answered within 5 seconds.</summary>
    public async Task GreetAsync(int times)
    {
        for (var end = _greetings + times; _greetings < end; _greetings++)
        {
            var clock = Stopwatch.StartNew();
            var hello = await _access.Client.RunAsync(
                new RunRequest { Language = "c", Code = $"int puts(const char*);\nint main(void) {{ puts(\"hello {_greetings}\"); return 0; }}\n" }, Patience);
            Assert.Equal((JobState.Completed, $"hello {_greetings}\n"), (hello.State, hello.Stdout));
            Assert.True(clock.Elapsed < Answer, $"Hello {_greetings} took {clock.Elapsed}.");
        }
    }

    /// <summary>The server has never held more memory than it may, whatever happened to it.</summary>
    public void CheckMemory() => Assert.InRange(ProcessTable.PeakResidentBytes(server.Id), 1, MemoryBound);

    public void Dispose() => _access.Dispose();
}
