using System.Collections.Immutable;
using System.Globalization;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox;
using CodeRunner.Toolchains.CFamily;
using CodeRunner.Toolchains.CFamily.Preambles;
using Microsoft.Extensions.Options;

namespace CodeRunner.Toolchains.Building;

/// <summary>
/// Compiles a submission in a sandbox of its own, which is gone when the program is out of it. A compile with a precompiled preamble and a faster
/// linker counts when it succeeds and says nothing; otherwise the plain command is run after it, so that the compiler's words
/// never depend on what made it faster.
/// </summary>
internal sealed class Compiler(ISandboxPool pool, PreambleCatalog preambles, PreambleQueue queue, IOptions<CompileOptions> options)
{
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(1);

    /// <summary>With what gcc's linker step announces that it failed.</summary>
    private static ReadOnlySpan<byte> LinkerFailure => "collect2: "u8;

    /// <summary>Compiles as planned. What the user did wrong is a result, what the sandbox did an exception.</summary>
    public async Task<Compilation> CompileAsync(CompilePlan plan, CancellationToken cancellationToken)
    {
        queue.Enter();
        try
        {
            await using var sandbox = await pool.RentAsync(SandboxStage.Compile, plan.Installed.Language.Id, cancellationToken);
            foreach (var file in CompilePlan.Files(plan.Installed.Language, plan.Request))
                await sandbox.PutAsync(file, cancellationToken);
            var spent = new Spending();
            var exit = await RunAsync(plan, sandbox, spent, cancellationToken);
            var compilation = await ToCompilationAsync(plan, sandbox, exit, cancellationToken);
            return compilation with { Result = compilation.Result with { Usage = spent.Usage ?? exit.Usage } };
        }
        finally
        {
            queue.Leave();
        }
    }

    /// <summary>How the compile that counts ended.</summary>
    private async Task<ProcessExit> RunAsync(CompilePlan plan, ISandbox sandbox, Spending spent, CancellationToken cancellationToken)
    {
        var objects = await CompileObjectsAsync(plan, sandbox, spent, cancellationToken);
        if (objects is { Reason: not ExitReason.Ended } or { ExitCode: not 0 } or { SandboxLost: true })
            return objects;
        var exit = await RunMainAsync(plan, sandbox, spent, cancellationToken);
        // What the other compilers said comes first, as they did.
        return objects is null ? exit : After(objects, exit);
    }

    /// <summary>
    /// Compiles the sources that need a compiler of their own, one after the other, within the limits of one compile. How the last one ended, with the words
    /// of all; null when there are none.
    /// </summary>
    private async Task<ProcessExit?> CompileObjectsAsync(CompilePlan plan, ISandbox sandbox, Spending spent, CancellationToken cancellationToken)
    {
        ProcessExit? all = null;
        foreach (var command in plan.ObjectCommands)
        {
            var exit = await RunAsync(command, sandbox, spent, cancellationToken);
            exit = exit with { Stderr = Join(exit.Stdout, exit.Stderr), Stdout = Blob.Empty };
            all = all is null ? exit : After(all, exit);
            if (exit.Reason != ExitReason.Ended || exit.ExitCode is not 0 || exit.SandboxLost)
                break;
        }

        return all;
    }

    private async Task<ProcessExit> RunMainAsync(CompilePlan plan, ISandbox sandbox, Spending spent, CancellationToken cancellationToken)
    {
        var preamble = preambles.Find(plan);
        if (plan.FastCommand(preamble) is not { } fast)
            return await RunAsync(plan.Command, sandbox, spent, cancellationToken);
        var first = await RunAsync(fast, sandbox, spent, cancellationToken);
        if (IsSilentSuccess(first) || first.Reason != ExitReason.Ended || first.SandboxLost || (preamble is null && IsCompilersOwn(first)))
            return first;
        var plain = await RunAsync(plan.Command, sandbox, spent, cancellationToken);
        if (preamble is not null && first.ExitCode is not 0 && plain.ExitCode is 0)
            preambles.Suspect(preamble);
        return plain;
    }

    /// <summary>Runs a command with what those before it have left of the compile's times.</summary>
    /// <exception cref="OverloadException">The machine was too busy for it, or for all of them together.</exception>
    private async Task<ProcessExit> RunAsync(ImmutableArray<string> command, ISandbox sandbox, Spending spent, CancellationToken cancellationToken)
    {
        var exit = await sandbox.RunAsync(Spec(command, spent.Usage), output: null, cancellationToken);
        spent.Add(exit);
        Overload.ThrowIfExplains(exit, "the compiler");
        Overload.ThrowIfExplains(spent.Within(exit), "the compiler");
        return exit;
    }

    private async Task<Compilation> ToCompilationAsync(
        CompilePlan plan, ISandbox sandbox, ProcessExit exit, CancellationToken cancellationToken)
    {
        var problem = Problem(exit);
        if (problem is not null || exit.ExitCode is not 0)
            return Failed(exit, problem);
        var maximum = new ByteSize(options.Value.Artifact);
        return await sandbox.GetAsync(plan.OutputName, maximum, cancellationToken) is { } program
            ? new Compilation(Result(exit, succeeded: true, message: null), program)
            : Failed(exit, $"the compiler left no program of at most {maximum}");
    }

    private ProcessSpec Spec(ImmutableArray<string> command, Usage? used) => new()
    {
        Command = command,
        Environment = CompileOptions.Environment,
        Limits = Left(options.Value.ToLimits(), used),
        KeepFiles = true,
    };

    /// <summary>What is left of the times. Never nothing, as a command is stopped by its limits and not for having none.</summary>
    private static ProcessLimits Left(ProcessLimits limits, Usage? used) => used is null ? limits : limits with
    {
        CpuTime = Max(limits.CpuTime - used.CpuTime, LeastTime),
        WallTime = Max(limits.WallTime - used.WallTime, LeastTime),
    };

    private static ProcessExit After(ProcessExit before, ProcessExit exit) =>
        exit with { Stderr = Join(before.Stderr, exit.Stderr), StderrTruncated = before.StderrTruncated || exit.StderrTruncated };

    private static TimeSpan Max(TimeSpan first, TimeSpan second) => first > second ? first : second;

    private static Blob Join(Blob first, Blob second) => first.IsEmpty ? second : new Blob([.. first.Span, .. second.Span]);

    private static bool IsSilentSuccess(ProcessExit exit) =>
        exit is { Reason: ExitReason.Ended, ExitCode: 0, Stdout.IsEmpty: true, Stderr.IsEmpty: true };

    /// <summary>Whether the compiler proper refused the source, so that no linker was asked.</summary>
    private static bool IsCompilersOwn(ProcessExit exit) =>
        exit.ExitCode is 1 && !exit.StderrTruncated && exit.Stderr.Span.IndexOf(LinkerFailure) < 0;

    // The driver survives the compiler proper: one that was killed for its memory shows as a driver that exits with 1 or 4. So the
    // limits come first here too.
    private string? Problem(ProcessExit exit)
    {
        var value = options.Value;
        var limits = new Limits(
            value.CpuTime, value.WallTime, new ByteSize(value.Memory), new ByteSize(value.Diagnostics), value.Processes);
        if (BrokenLimit.Of(exit, limits) is var (_, message))
            return $"the compiler was stopped: {message}";
        if (CompilerStops.Find(exit, value) is { } stop)
            return $"the compiler was stopped: {stop}";
        if (exit.Signal is { } signal)
            return $"the compiler was ended by {Signals.Name(signal)}";
        return exit.ExitCode is not 0 && exit.Stdout.IsEmpty && exit.Stderr.IsEmpty
            ? string.Create(CultureInfo.InvariantCulture, $"the compiler exited with status {exit.ExitCode} and said nothing")
            : null;
    }

    private Compilation Failed(ProcessExit exit, string? message) => new(Result(exit, succeeded: false, message), Blob.Empty);

    private CompileResult Result(ProcessExit exit, bool succeeded, string? message)
    {
        var maximum = (int)options.Value.Diagnostics;
        byte[] said = [.. exit.Stdout.Span, .. exit.Stderr.Span];
        var isCut = exit.StdoutTruncated || exit.StderrTruncated || said.Length > maximum;
        return new CompileResult(succeeded, new Blob(said.Length > maximum ? said[..maximum] : said), isCut, exit.Usage, message);
    }

    /// <summary>What the commands of one compile have used, and how long others kept them waiting.</summary>
    private sealed class Spending
    {
        private TimeSpan _outsideWait;

        /// <summary>The times added up, and the largest memory; null before the first command.</summary>
        public Usage? Usage { get; private set; }

        public void Add(ProcessExit exit)
        {
            Usage = Usage is not { } before ? exit.Usage : new Usage(
                before.CpuTime + exit.Usage.CpuTime,
                before.WallTime + exit.Usage.WallTime,
                before.Memory > exit.Usage.Memory ? before.Memory : exit.Usage.Memory);
            _outsideWait += exit.OutsideWait;
        }

        /// <summary>The end of the last command as that of one that did all of it: they share one wall time, and so who kept them from it.</summary>
        public ProcessExit Within(ProcessExit last) => last with { Usage = Usage ?? last.Usage, OutsideWait = _outsideWait };
    }
}
