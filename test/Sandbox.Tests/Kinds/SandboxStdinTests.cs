using System.Security.Cryptography;
using CodeRunner.Contracts;
using static CodeRunner.Sandbox.Tests.Kinds.KindFixture;

namespace CodeRunner.Sandbox.Tests.Kinds;

/// <summary>A stdin that is known beforehand is a file that nobody can change; one that isn't is a pipe.</summary>
public abstract class SandboxStdinTests(KindFixture fixture)
{
    [Theory]
    [InlineData("stat -L -c '%F %s %a' /dev/stdin", "regular file 7 444\n")]
    [InlineData("dd bs=1 skip=3 count=2 status=none", "de")]
    [InlineData("head -c 2; cat", "abcdefg")] // head gives back what it read too far
    [InlineData("cat >/dev/null; cat; cat /dev/stdin; cat /proc/self/fd/0", "abcdefgabcdefg")] // by name it begins anew
    [InlineData("(cat); (cat)", "abcdefg")]
    [InlineData("tail -c 3", "efg")]
    [InlineData("[ -t 0 ] || echo no terminal", "no terminal\n")]
    public async Task RunAsync_Stdin_IsAFile(string command, string output)
    {
        var exit = await RunAsync(Shell(command, stdin: "abcdefg"));

        Assert.Equal(output, exit.Stdout.ToString());
        Assert.Equal(string.Empty, exit.Stderr.ToString());
    }

    [Theory]
    [InlineData("echo changed >&0")]
    [InlineData("echo changed >/dev/stdin")]
    [InlineData("echo changed >>/proc/self/fd/0")]
    [InlineData("echo changed 1<>/dev/stdin >&1")]
    [InlineData("truncate -s 0 /dev/stdin")]
    [InlineData("chmod 666 /dev/stdin")]
    [InlineData("/dev/stdin")]
    public async Task RunAsync_ToChangeStdin_IsRefused(string command)
    {
        var exit = await RunAsync(Shell($"({command}) 2>/dev/null && echo done; cat /dev/stdin", stdin: "mine"));

        Assert.Equal("mine", exit.Stdout.ToString());
    }

    [Fact]
    public async Task RunAsync_EmptyStdin_IsAnEmptyFile()
    {
        var exit = await RunAsync(Shell("stat -L -c '%F %s' /dev/stdin; cat"));

        Assert.Equal("regular empty file 0\n", exit.Stdout.ToString());
    }

    [Fact]
    public async Task RunAsync_StdinLargerThanTheMemory_IsNoMemoryOfTheCommand()
    {
        var limits = Standard with { Memory = ByteSize.FromMiB(4) };
        var stdin = RandomNumberGenerator.GetBytes(12_000_000);
        await using var sandbox = await fixture.StartAsync();
        await sandbox.RunAsync(Shell("cat", limits, "small"), output: null, CancellationToken.None);

        foreach (var length in new[] { 12_000_000, 5_000_000, 12_000_000, 1 })
        {
            var exit = await sandbox.RunAsync(
                new ProcessSpec { Command = ["/usr/bin/sha256sum"], Limits = limits, Stdin = new Blob(stdin[..length]) }, output: null, CancellationToken.None);

            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(stdin.AsSpan(0, length))) + "  -\n", exit.Stdout.ToString());
            Assert.Equal(ExitReason.Ended, exit.Reason);
            Assert.True(exit.Usage.Memory < ByteSize.FromMiB(2), $"{exit.Usage.Memory}");
        }
    }

    [Fact]
    public async Task RunAsync_NextCommand_HasItsOwnStdinAndNoOther()
    {
        await using var sandbox = await fixture.StartAsync();
        // One that goes on after the first process, with the file in its hands, until it is killed.
        await sandbox.RunAsync(Shell("head -c 3; sleep 1000 & sleep 0", stdin: "secret of the first"), output: null, CancellationToken.None);

        var second = await sandbox.RunAsync(Shell("cat; cat /dev/stdin; ls /proc/self/fd | wc -w", stdin: "2"), output: null, CancellationToken.None);
        var third = await sandbox.RunAsync(Shell("cat"), output: null, CancellationToken.None);

        Assert.Equal("224\n", second.Stdout.ToString()); // of the descriptors one is the listing's own
        Assert.Equal(string.Empty, third.Stdout.ToString());
    }

    [Fact]
    public async Task RunAsync_StreamedStdin_IsAPipe()
    {
        var exit = await RunAsync(Shell("stat -L -c %F /dev/stdin; cat", stdin: "live") with { StreamsStdin = true });

        Assert.Equal("fifo\nlive", exit.Stdout.ToString());
    }

    private async Task<ProcessExit> RunAsync(ProcessSpec spec)
    {
        await using var sandbox = await fixture.StartAsync();
        return await sandbox.RunAsync(spec, output: null, CancellationToken.None);
    }
}
