using System.Diagnostics;
using System.Globalization;
using CodeRunner.Bench.Engine;
using CodeRunner.Bench.Scenarios;
using CodeRunner.Client;

namespace CodeRunner.Bench.Kinds;

/// <summary>A server with sandboxes of one kind, and what is asked of it.</summary>
internal sealed class KindServer : IAsyncDisposable
{
    /// <summary>What a bare g++ takes where it isn't told.</summary>
    private const string Standard = "17";

    /// <summary>Longer than the server's metrics are kept for the next who asks.</summary>
    private static readonly TimeSpan MetricsPeriod = TimeSpan.FromMilliseconds(350);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private KindServer(string kind, ServerProcess process) => (Kind, Process) = (kind, process);

    public string Kind { get; }

    public ServerProcess Process { get; }

    public static async Task<KindServer> StartAsync(string kind, BenchOptions options, string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        Console.Error.WriteLine($"Starting {options.Server} with {kind} sandboxes");
        return new KindServer(kind, await ServerProcess.MeasureAsync(options.Server, folder, cancellationToken, [$"--Sandbox:Kind={kind}", .. arguments]));
    }

    /// <summary>Compiles and runs a program that is like no other.</summary>
    public async Task<SubmissionTimes> RunAsync(Source source, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var status = await Process.Client.RunAsync(Cpp.Program(source.Code) with { Standard = Standard }, cancellationToken: cancellationToken);
        var total = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return status.Verdict == Verdict.Accepted && status.Output == source.Output
            ? SubmissionTimes.Of(status, total)
            : throw new BenchException($"{status.JobId} ended as {status.State}, {status.Verdict}: {status.Message} {status.Output}");
    }

    /// <summary>Waits until as many sandboxes stand by as the server keeps.</summary>
    public async Task RestAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        do
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
                throw new BenchException($"The pool of {Kind} sandboxes does not fill up.");
            await Task.Delay(MetricsPeriod, cancellationToken);
        }
        while (await ReadAsync("coderunner_sandbox_warm", string.Empty, cancellationToken) < 2 * Environment.ProcessorCount);
    }

    /// <summary>How many sandboxes so far had to be waited for.</summary>
    public async Task<double> CountWaitsAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(MetricsPeriod, cancellationToken);
        return await ReadAsync("coderunner_sandbox_rents", "outcome=\"waited\"", cancellationToken);
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    /// <summary>The sum of a metric's series that have a tag.</summary>
    private async Task<double> ReadAsync(string name, string tag, CancellationToken cancellationToken)
    {
        var text = await Process.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
        return text.Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(tag, StringComparison.Ordinal))
            .Sum(static line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
    }
}
