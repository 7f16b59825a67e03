using CodeRunner.Contracts;
using static CodeRunner.Sandbox.Tests.Kinds.KindFixture;

namespace CodeRunner.Sandbox.Tests.Kinds;

/// <summary>What goes into and comes out of a real sandbox, and what one command leaves for the next: nothing.</summary>
public abstract class SandboxFilesTests(KindFixture fixture)
{
    private static readonly SandboxFile Data = new(SandboxFolder.Work, "lib/deep/data.txt", Blob.FromText("given"));

    public static TheoryData<string> Leftovers =>
    [
        "touch /work/x /tmp/x /dev/shm/x",
        "mkdir -p a/b/c/d; touch a/b/c/d/e; chmod 000 a/b/c a/b a",
        "chmod 000 . 2>/dev/null; touch x; chmod 000 x",
        "i=0; while [ $i -lt 300 ]; do mkdir d; cd d; i=$((i+1)); done",
        "mkfifo f; ln -s /etc/passwd s; ln -s loop loop; ln -s / root",
        "printf x >\"$(printf 'a\\nb')\"; : >-rf; : >'*'; : >' '; mkdir -- -d",
        "ln lib/deep/data.txt stolen 2>/dev/null; ln /box/program hard 2>/dev/null; true",
        "mv lib moved 2>/dev/null; rm -rf lib 2>/dev/null; : >lib2",
        "mkdir -m 1777 sticky; touch sticky/x; chmod 0 sticky",
        "i=0; while [ $i -lt 2000 ]; do : >f$i; i=$((i+1)); done",
    ];

    [Theory]
    [MemberData(nameof(Leftovers))]
    public async Task RunAsync_AfterACommandThatLeftFiles_NothingOfItIsThere(string command)
    {
        await using var sandbox = await StartWithFilesAsync();

        var first = await sandbox.RunAsync(Shell(command), output: null, CancellationToken.None);
        var second = await sandbox.RunAsync(Shell("find /work /tmp /dev/shm | sort; cat lib/deep/data.txt"), output: null, CancellationToken.None);

        Assert.False(first.SandboxLost);
        Assert.Equal("/dev/shm\n/tmp\n/work\n/work/lib\n/work/lib/deep\n/work/lib/deep/data.txt\ngiven", second.Stdout.ToString());
    }

    [Fact]
    public async Task RunAsync_SystemVObjects_AreGoneAfterwards()
    {
        await using var sandbox = await fixture.StartAsync();

        var made = await sandbox.RunAsync(Shell("ipcmk -M 4096; ipcmk -S 3; ipcmk -Q"), output: null, CancellationToken.None);
        var found = await sandbox.RunAsync(Shell("ipcs | grep -c 0x"), output: null, CancellationToken.None);

        Assert.Equal(3, made.Stdout.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("0\n", found.Stdout.ToString());
        Assert.False(made.SandboxLost);
    }

    [Fact]
    public async Task PutAsync_Files_CanBeReadAndRunButNotChanged()
    {
        await using var sandbox = await StartWithFilesAsync();

        var exit = await sandbox.RunAsync(
            Shell("/box/program; stat -c '%u %a' lib lib/deep/data.txt /box/program; (: >lib/deep/data.txt) ; rm -f lib/deep/data.txt; : >/box/x"),
            output: null,
            CancellationToken.None);

        Assert.Equal("ran\n0 755\n0 444\n0 555\n", exit.Stdout.ToString());
        Assert.NotEqual(0, exit.ExitCode);
    }

    [Fact]
    public async Task GetAsync_WhatACommandKept_ComesOutAsItWas()
    {
        await using var sandbox = await fixture.StartAsync(SandboxStage.Compile);
        await sandbox.RunAsync(Shell("head -c 3000000 /dev/urandom >out; sha256sum <out", keepFiles: true), output: null, CancellationToken.None);

        var content = await sandbox.GetAsync("out", ByteSize.FromMiB(64), CancellationToken.None);

        Assert.Equal(3_000_000, content!.Value.Length);
    }

    [Theory]
    [InlineData("ln -s /etc/passwd out")]
    [InlineData("ln -s /dev/zero out")]
    [InlineData("mkfifo out")]
    [InlineData("mkdir out")]
    [InlineData("true")]
    [InlineData("echo secret >out; chmod 000 out")]
    [InlineData("head -c 2000000 /dev/zero >out")] // larger than asked for
    public async Task GetAsync_AnythingButAReadableSmallRegularFile_IsNotThere(string command)
    {
        await using var sandbox = await fixture.StartAsync(SandboxStage.Compile);
        await sandbox.RunAsync(Shell(command, keepFiles: true), output: null, CancellationToken.None);

        Assert.Null(await sandbox.GetAsync("out", ByteSize.FromMiB(1), CancellationToken.None));
    }

    [Fact]
    public async Task PutAsync_LargeFile_ArrivesWhole()
    {
        var content = new byte[20_000_000];
        Random.Shared.NextBytes(content);
        await using var sandbox = await fixture.StartAsync();
        await sandbox.PutAsync(new SandboxFile(SandboxFolder.Box, "big", new Blob(content)), CancellationToken.None);

        var exit = await sandbox.RunAsync(Shell("sha256sum </box/big"), output: null, CancellationToken.None);

        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        Assert.Equal($"{expected}  -\n", exit.Stdout.ToString());
    }

    [Fact]
    public async Task PutAsync_SamePathTwice_IsRefused()
    {
        await using var sandbox = await StartWithFilesAsync();

        var exception = await Assert.ThrowsAsync<SandboxException>(async () =>
        {
            await sandbox.PutAsync(Data, CancellationToken.None);
            await sandbox.RunAsync(Shell("true"), output: null, CancellationToken.None);
        });

        Assert.NotNull(exception.Message);
    }

    private async Task<IWarmSandbox> StartWithFilesAsync()
    {
        var sandbox = await fixture.StartAsync();
        await sandbox.PutAsync(new SandboxFile(SandboxFolder.Box, "program", Blob.FromText("#!/bin/sh\necho ran\n"), Executable: true), CancellationToken.None);
        await sandbox.PutAsync(Data, CancellationToken.None);
        return sandbox;
    }
}
