using CodeRunner.Contracts;
using static CodeRunner.Sandbox.Tests.Kinds.KindFixture;

namespace CodeRunner.Sandbox.Tests.Kinds;

/// <summary>A submission's files are each command's own: it may do with them what it likes, and the next one finds them as they were sent.</summary>
public abstract class SandboxOwnCopiesTests(KindFixture fixture)
{
    private const string Show = "find /work /tmp /dev/shm -printf '%p %m\\n' | sort; cat data.txt lib/deep/a.txt; : >>data.txt; : >>lib/deep/a.txt; : >lib/new; id -u >me; stat -c %u me data.txt lib lib/deep | sort -u | wc -l";

    private const string AsPut =
        "/dev/shm 1777\n/tmp 1777\n/work 1777\n/work/data.txt 644\n/work/lib 755\n/work/lib/deep 755\n/work/lib/deep/a.txt 644\ngivendeep1\n";

    [Theory]
    [InlineData("true")]
    [InlineData("echo more >>data.txt; echo other >lib/deep/a.txt")]
    [InlineData("rm -rf data.txt lib")]
    [InlineData("rm data.txt; mkdir data.txt; touch data.txt/x")]
    [InlineData("rm -rf lib; ln -s /box lib; rm data.txt; ln -s /etc/passwd data.txt")]
    [InlineData("mv lib moved; mv data.txt moved/; mkdir lib; chmod 0 lib moved")]
    [InlineData("chmod 000 data.txt lib/deep lib")]
    [InlineData("ln data.txt hard; truncate -s 0 hard; mkfifo lib/deep/f")]
    public async Task RunAsync_AfterACommandThatChangedItsFiles_TheyAreAsTheyWerePut(string command)
    {
        await using var sandbox = await StartAsync();

        var first = await sandbox.RunAsync(Shell(command), output: null, CancellationToken.None);
        var second = await sandbox.RunAsync(Shell(Show), output: null, CancellationToken.None);
        var third = await sandbox.RunAsync(Shell(Show), output: null, CancellationToken.None);

        Assert.Equal((0, false), (first.ExitCode, first.SandboxLost));
        Assert.Equal("", second.Stderr.ToString());
        Assert.Equal(AsPut, second.Stdout.ToString());
        Assert.Equal(AsPut, third.Stdout.ToString());
    }

    /// <summary>They are as many bytes as the command may use: neither the originals nor the copies are the command's.</summary>
    [Fact]
    public async Task RunAsync_LargeFiles_AreNotItsMemory()
    {
        var content = new byte[20_000_000];
        Random.Shared.NextBytes(content);
        await using var sandbox = await fixture.StartAsync();
        await sandbox.PutAsync(new SandboxFile(SandboxFolder.Work, "big", new Blob(content)) { IsOwnCopy = true }, CancellationToken.None);
        var limits = Standard with { Memory = ByteSize.FromMiB(8) };
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));

        for (var run = 0; run < 3; run++)
        {
            var exit = await sandbox.RunAsync(Shell("sha256sum <big; printf x | dd of=big conv=notrunc 2>/dev/null", limits), output: null, CancellationToken.None);

            Assert.Equal(ExitReason.Ended, exit.Reason);
            Assert.Equal($"{expected}  -\n", exit.Stdout.ToString());
            Assert.InRange(exit.Usage.Memory.Bytes, 0, ByteSize.FromMiB(6).Bytes);
        }
    }

    [Fact]
    public async Task RunAsync_KeepFiles_KeepsWhatTheCommandMadeOfThem()
    {
        await using var sandbox = await StartAsync();

        await sandbox.RunAsync(Shell("echo changed >data.txt", keepFiles: true), output: null, CancellationToken.None);
        var second = await sandbox.RunAsync(Shell("cat data.txt"), output: null, CancellationToken.None);
        var third = await sandbox.RunAsync(Shell("cat data.txt"), output: null, CancellationToken.None);

        Assert.Equal("changed\n", second.Stdout.ToString());
        Assert.Equal("given", third.Stdout.ToString());
    }

    [Fact]
    public async Task RunAsync_Originals_AreOutOfReach()
    {
        await using var sandbox = await StartAsync();

        var exit = await sandbox.RunAsync(Shell("find /box -name '*.txt'; ls /proc/1/fd 2>&1 | grep -c denied; ls /proc/self/fd | tr '\\n' ' '"), output: null, CancellationToken.None);

        Assert.Equal("1\n0 1 2 3 ", exit.Stdout.ToString());
    }

    private async Task<IWarmSandbox> StartAsync()
    {
        var sandbox = await fixture.StartAsync();
        foreach (var (path, content) in new[] { ("data.txt", "given"), ("lib/deep/a.txt", "deep") })
            await sandbox.PutAsync(new SandboxFile(SandboxFolder.Work, path, Blob.FromText(content)) { IsOwnCopy = true }, CancellationToken.None);
        return sandbox;
    }
}
