using System.Diagnostics;
using System.Globalization;
using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Machine;

/// <summary>
/// As good as another machine for a process: a network of its own, joined to this one by a wire that can be cut, and a clock that can be set.
/// </summary>
internal sealed class MachineApart : IDisposable
{
    private const string FakeTimeLibrary = "libfaketime.so.1";

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();
    private readonly string _name;
    private readonly string _network;

    // Of the addresses that are set aside for tests of networks (RFC 2544).
    private MachineApart(int number)
    {
        _name = $"cr-apart-{number}";
        _network = string.Create(CultureInfo.InvariantCulture, $"198.18.{number}");
        File.WriteAllText(ClockFile, "+0");
    }

    /// <summary>Its own address.</summary>
    public string Address => $"{_network}.3";

    /// <summary>This machine's address for it, where silos listen.</summary>
    public string SiloAddress => $"{_network}.1";

    /// <summary>Another one, where Redis listens, so that either can be cut off alone.</summary>
    public string RedisAddress => $"{_network}.2";

    /// <summary>What a command is started by to be there.</summary>
    public IReadOnlyList<string> Entrance => ["nsenter", $"--net=/run/netns/{_name}"];

    /// <summary>What gives a process its clock. The one that measures spans is the machine's, as it would be.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Library(),
        ["FAKETIME_TIMESTAMP_FILE"] = ClockFile,
        ["FAKETIME_CACHE_DURATION"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        ["FAKETIME_DONT_RESET"] = "1",
    };

    private string ClockFile => _folder.Combine("clock");

    /// <summary>Makes one. Needs root.</summary>
    public static async Task<MachineApart> CreateAsync()
    {
        const int numbers = 256; // of the third byte of the address
        var machine = new MachineApart(System.Environment.ProcessId % numbers);
        await RunAsync("ip", "netns", "add", machine._name);
        var (outside, inside) = ($"{machine._name}o", $"{machine._name}i");
        await RunAsync("ip", "link", "add", outside, "type", "veth", "peer", "name", inside, "netns", machine._name);
        await RunAsync("ip", "addr", "add", $"{machine.SiloAddress}/29", "dev", outside);
        await RunAsync("ip", "addr", "add", $"{machine.RedisAddress}/29", "dev", outside);
        await RunAsync("ip", "link", "set", outside, "up");
        await machine.InsideAsync("ip", "addr", "add", $"{machine.Address}/29", "dev", inside);
        await machine.InsideAsync("ip", "link", "set", inside, "up");
        await machine.InsideAsync("ip", "link", "set", "lo", "up");
        return machine;
    }

    /// <summary>From now on nothing passes between it and an address, and nobody is told.</summary>
    public async Task CutAsync(string address)
    {
        await InsideAsync("iptables", "-A", "INPUT", "-s", address, "-j", "DROP");
        await InsideAsync("iptables", "-A", "OUTPUT", "-d", address, "-j", "DROP");
    }

    /// <summary>Mends the wire.</summary>
    public Task MendAsync() => InsideAsync("iptables", "-F");

    /// <summary>Sets its clock so much before or behind the right time.</summary>
    public void SetClock(TimeSpan off) =>
        File.WriteAllText(ClockFile, string.Create(CultureInfo.InvariantCulture, $"{(off < TimeSpan.Zero ? "-" : "+")}{Math.Abs((long)off.TotalSeconds)}"));

    public void Dispose()
    {
        // The wire goes with its end.
        using var remove = Process.Start("ip", ["netns", "delete", _name]);
        remove.WaitForExit();
        _folder.Dispose();
    }

    private static string Library() => Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu")
        .Select(static folder => Path.Combine(folder, "faketime", FakeTimeLibrary))
        .First(File.Exists);

    private Task InsideAsync(params string[] command) => RunAsync([.. Entrance, .. command]);

    private static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(command[0], command[1..]);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)} ended with {process.ExitCode}.");
    }
}
