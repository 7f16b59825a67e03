using System.Collections.Immutable;
using System.Text;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Judging.Runs;
using CodeRunner.Sandbox;
using CodeRunner.Toolchains.Building;

namespace CodeRunner.Tests.Shared;

/// <summary>Gives out scripted sandboxes and remembers, in order, what was done with them.</summary>
internal sealed class FakeSandboxPool : ISandboxPool
{
    public List<string> Calls { get; } = [];

    public List<FakeSandbox> Rented { get; } = [];

    /// <summary>What a command gives, by its stage, its spec and its number among the commands of its stage, from 1.</summary>
    public Func<SandboxStage, ProcessSpec, int, ProcessExit> Exit { get; set; } = (_, _, _) => FakeExit.Ok();

    public Action<SandboxFile> OnPut { get; set; } = _ => { };

    public Action<SandboxStage> OnRent { get; set; } = _ => { };

    /// <summary>What the working folder holds after the compile; null: no such file.</summary>
    public Blob? Artifact { get; set; } = Blob.FromText("ELF");

    public Dictionary<SandboxStage, int> Commands { get; } = new() { [SandboxStage.Compile] = 0, [SandboxStage.Run] = 0 };

    public ValueTask<ISandbox> RentAsync(SandboxStage stage, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        OnRent(stage);
        Calls.Add($"rent {stage}");
        var sandbox = new FakeSandbox(this, stage);
        Rented.Add(sandbox);
        return ValueTask.FromResult<ISandbox>(sandbox);
    }
}

internal sealed class FakeSandbox(FakeSandboxPool pool, SandboxStage stage) : ISandbox
{
    public SandboxStage Stage => stage;

    public List<SandboxFile> Files { get; } = [];

    public List<ProcessSpec> Specs { get; } = [];

    public ByteSize GotMaximum { get; private set; }

    public int Disposals { get; private set; }

    public Task PutAsync(SandboxFile file, CancellationToken cancellationToken)
    {
        pool.OnPut(file);
        Files.Add(file);
        pool.Calls.Add($"put {stage} {file.Folder}/{file.Path}");
        return Task.CompletedTask;
    }

    public Task<ProcessExit> RunAsync(ProcessSpec spec, IOutputSink? output, CancellationToken cancellationToken)
    {
        Specs.Add(spec);
        pool.Calls.Add($"run {stage}");
        var exit = pool.Exit(stage, spec, ++pool.Commands[stage]);
        cancellationToken.ThrowIfCancellationRequested();
        if (!exit.Stdout.IsEmpty)
            output?.Write(OutputStream.Stdout, exit.Stdout.Span);
        if (!exit.Stderr.IsEmpty)
            output?.Write(OutputStream.Stderr, exit.Stderr.Span);
        return Task.FromResult(exit);
    }

    public Task<Blob?> GetAsync(string name, ByteSize maximum, CancellationToken cancellationToken)
    {
        pool.Calls.Add($"get {stage} {name}");
        GotMaximum = maximum;
        return Task.FromResult(pool.Artifact is { } artifact && artifact.Length <= maximum.Bytes ? artifact : (Blob?)null);
    }

    public ValueTask DisposeAsync()
    {
        Disposals++;
        pool.Calls.Add($"dispose {stage}");
        return ValueTask.CompletedTask;
    }
}

internal static class FakeExit
{
    public static readonly Usage Little = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), ByteSize.FromMiB(1));

    public static ProcessExit Ok(string stdout = "", string stderr = "") => new()
    {
        Reason = ExitReason.Ended,
        ExitCode = 0,
        Usage = Little,
        Stdout = Blob.FromText(stdout),
        Stderr = Blob.FromText(stderr),
    };

    public static ProcessExit Status(int code, string stderr = "") => Ok(stderr: stderr) with { ExitCode = code };

    public static ProcessExit Killed(ExitReason reason) => Ok() with { Reason = reason, ExitCode = null, Signal = 9 };
}

/// <summary>Writes down what a run shows.</summary>
internal sealed class RecordingObserver : IRunObserver
{
    public List<string> Events { get; } = [];

    public ImmutableArray<TestResult> Earlier { get; set; } = [];

    public void OnProgress(int test, int tests) => Events.Add($"progress {test}/{tests}");

    public void OnOutput(int test, OutputStream stream, ReadOnlySpan<byte> data) =>
        Events.Add($"output {test} {stream} {Encoding.UTF8.GetString(data)}");

    public void OnTestFinished(int test, TestResult result) => Events.Add($"finished {test} {result.Verdict}");
}
