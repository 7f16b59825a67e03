using System.Diagnostics;
using CodeRunner.Contracts;
using CodeRunner.Sandbox.Tests.Kinds;

namespace CodeRunner.Sandbox.Tests.Native;

/// <summary>The kernel counts the files that it caches for a sandbox as its memory; here they are nobody's.</summary>
[Collection(NativeCollection.Name)]
public sealed class FileCacheTests(NativeFixture fixture)
{
    private const long MiB = 1 << 20;

    [Fact]
    public async Task RunAsync_ReadingMuchMoreThanItsMemory_IsNoBreach()
    {
        var files = LargestFiles(200 * MiB);
        var limits = KindFixture.Standard with { Memory = ByteSize.FromMiB(48), CpuTime = TimeSpan.FromSeconds(10), WallTime = TimeSpan.FromSeconds(60) };
        await using var sandbox = await fixture.StartAsync();
        await DropAsync(files);

        var reading = await sandbox.RunAsync(KindFixture.Shell($"cat {string.Join(' ', files)} | wc -c", limits), output: null, CancellationToken.None);
        var idle = new List<ProcessExit>();
        for (var i = 0; i < 3; i++)
            idle.Add(await sandbox.RunAsync(KindFixture.Shell("true", limits), output: null, CancellationToken.None));
        var greedy = await sandbox.RunAsync(KindFixture.Shell("head -c 90m /dev/zero | tail -c 80m", limits), output: null, CancellationToken.None);
        var files2 = await sandbox.RunAsync(KindFixture.Shell("head -c 60m /dev/zero >/work/a; cat /work/a | wc -c", limits), output: null, CancellationToken.None);

        Assert.Equal((ExitReason.Ended, 0), (reading.Reason, reading.ExitCode));
        Assert.True(reading.Usage.Memory < ByteSize.FromMiB(12), $"{reading.Usage.Memory}");
        Assert.All(idle, exit => Assert.Equal(ExitReason.Ended, exit.Reason));
        Assert.All(idle, exit => Assert.True(exit.Usage.Memory < ByteSize.FromMiB(2), $"{exit.Usage.Memory}"));
        // What a program holds itself counts as before, its own files too.
        Assert.Equal(ExitReason.Memory, greedy.Reason);
        Assert.Equal(ExitReason.Memory, files2.Reason);
    }

    [Fact]
    public async Task RunAsync_MemoryBesideACache_IsMeasured()
    {
        var files = LargestFiles(40 * MiB);
        await using var sandbox = await fixture.StartAsync();
        await DropAsync(files);

        var exit = await sandbox.RunAsync(KindFixture.Shell($"cat {string.Join(' ', files)} >/dev/null; head -c 60m /dev/zero | tail -c 50m | wc -c"), output: null, CancellationToken.None);

        Assert.Equal(ExitReason.Ended, exit.Reason);
        Assert.InRange(exit.Usage.Memory.Bytes, 50 * MiB, 58 * MiB);
    }

    [Fact]
    public async Task RunAsync_AfterACommandThatLookedUpManyFiles_IsMeasuredFromItsOwnBaseline()
    {
        await using var sandbox = await fixture.StartAsync();
        await sandbox.RunAsync(KindFixture.Shell("true"), output: null, CancellationToken.None);

        // Names that nobody has looked up before: the kernel remembers that they are not there.
        var looking = await sandbox.RunAsync(
            KindFixture.Shell($"i=0; while [ $i -lt 60000 ]; do [ -e /usr/{Guid.NewGuid():N}$i ]; i=$((i+1)); done"), output: null, CancellationToken.None);
        var idle = await sandbox.RunAsync(KindFixture.Shell("true"), output: null, CancellationToken.None);

        Assert.True(looking.Usage.Memory > ByteSize.FromMiB(6), $"{looking.Usage.Memory}");
        Assert.Equal((ExitReason.Ended, true), (idle.Reason, idle.Usage.Memory < ByteSize.FromMiB(3)));
    }

    private static string[] LargestFiles(long bytes)
    {
        var found = new List<string>();
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var file in new DirectoryInfo("/usr").EnumerateFiles("*", options).Where(static file => file.Length < 120 * MiB).OrderByDescending(static file => file.Length))
        {
            if (bytes <= 0)
                break;
            bytes -= file.Length;
            found.Add(file.FullName);
        }

        return [.. found];
    }

    /// <summary>Takes files out of the kernel's cache, so that the next who reads them is charged for it.</summary>
    private static async Task DropAsync(string[] files)
    {
        foreach (var file in files)
        {
            using var dd = Process.Start("/usr/bin/dd", [$"if={file}", "iflag=nocache", "count=0", "status=none"]);
            await dd.WaitForExitAsync();
        }
    }
}
