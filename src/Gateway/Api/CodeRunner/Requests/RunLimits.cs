using System.Globalization;
using System.Text.Json.Serialization;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Options;

namespace CodeRunner.Gateway.Api.CodeRunner.Requests;

/// <summary>What each run may use; threads and children count.</summary>
public sealed record RunLimits
{
    private const string Path = "limits";
    private const string WallTimePath = $"{Path}.wallTimeMs";

    private static readonly LimitField[] Table =
    [
        new("cpuTimeMs", LimitTable.CpuTime, static limits => limits.CpuTimeMs, static (limits, value) => limits with { CpuTimeMs = value }),
        new("wallTimeMs", LimitTable.WallTime, static limits => limits.WallTimeMs, static (limits, value) => limits with { WallTimeMs = value })
        {
            Note = static options => $"Left out: {options.WallTimeFactor} times the CPU time, up to the maximum.",
        },
        new(
            "totalWallTimeMs",
            LimitTable.TotalWallTime,
            static limits => limits.TotalWallTimeMs,
            static (limits, value) => limits with { TotalWallTimeMs = value })
        {
            Rule = CheckTotal,
        },
        new("memoryBytes", LimitTable.Memory, static limits => limits.MemoryBytes, static (limits, value) => limits with { MemoryBytes = value }),
        new("stackBytes", LimitTable.Stack, static limits => limits.StackBytes, static (limits, value) => limits with { StackBytes = value })
        {
            Note = static _ => "Left out: as much as the memory limit.",
        },
        new("outputBytes", LimitTable.Output, static limits => limits.OutputBytes, static (limits, value) => limits with { OutputBytes = value })
        {
            Note = static _ => "Left out: at least twice a test's expected output and 1 MiB, up to the maximum.",
        },
        new("processes", LimitTable.Processes, static limits => limits.Processes, static (limits, value) => limits with { Processes = value }),
    ];

    /// <summary>How the limits are read, what they may be, and how they are described.</summary>
    internal static RequestObject<RunLimits> Fields { get; } = new([.. Table.Select(static field => field.ToField())]);

    /// <summary>User and system time, in milliseconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? CpuTimeMs { get; init; }

    /// <summary>Time from start to end, in milliseconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? WallTimeMs { get; init; }

    /// <summary>Wall time of all tests together, in milliseconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? TotalWallTimeMs { get; init; }

    /// <summary>Peak memory, in bytes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? MemoryBytes { get; init; }

    /// <summary>Stack of the program's first thread, and of each further one that asks for no size of its own, in bytes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? StackBytes { get; init; }

    /// <summary>What may be written to stdout, in bytes. Of stderr as much is kept; only what goes beyond the largest limit that a request may name ends the program.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? OutputBytes { get; init; }

    /// <summary>Processes and threads alive at the same time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Processes { get; init; }

    /// <summary>The limits that a submission has, as a request names them.</summary>
    internal static RunLimits Of(Limits limits) => Table.Aggregate(new RunLimits(), (known, field) => field.Set(known, field.Limit.Get(limits)));

    /// <summary>What this asks for.</summary>
    internal AskedLimits ToAsked()
    {
        var asked = new AskedLimits();
        foreach (var field in Table)
            asked[field.Limit] = field.Get(this);
        return asked;
    }

    /// <summary>Who asks for so much a test that all of them can't fit is told now, unless the request itself says when they end together.</summary>
    private static void CheckTotal(RunLimits limits, RequestCheck check)
    {
        var most = LimitTable.TotalWallTime.BoundsBy(check.Limits).Max;
        var tests = check.Request.Tests?.Count ?? 1;
        if (limits is not { WallTimeMs: > 0 and var each, TotalWallTimeMs: null } || check.Has(WallTimePath) || tests <= most / each)
            return;
        check.Add(WallTimePath, string.Create(
            CultureInfo.InvariantCulture,
            $"must be at most {most / tests} with {tests} tests, as all tests together may take at most {most} ms; "
            + $"or set limits.totalWallTimeMs, at which they end"));
    }

    /// <summary>A limit as this protocol has it.</summary>
    private sealed record LimitField(string Name, Limit Limit, Func<RunLimits, long?> Get, Func<RunLimits, long?, RunLimits> Set)
    {
        /// <summary>What it is where it is left out, if words must say it.</summary>
        public Func<LimitsOptions, string>? Note { get; init; }

        /// <summary>What holds between it and others.</summary>
        public Action<RunLimits, RequestCheck>? Rule { get; init; }

        public RequestField<RunLimits> ToField() => new(Name, (limits, ref json, _) => Set(limits, json.ReadInteger()))
        {
            Check = Check,
            Describe = (schema, options) => schema.With(Limit.BoundsBy(options), hasDefault: Limit.LeftOut is null),
            Note = Note,
        };

        private void Check(RunLimits limits, RequestCheck check)
        {
            if (Get(limits) is { } given && Limit.BoundsBy(check.Limits) is var bounds && !bounds.Contain(given))
                check.Add($"{Path}.{Name}", bounds.Describe(given));
            Rule?.Invoke(limits, check);
        }
    }
}
