using System.Globalization;
using System.Text;

namespace CodeRunner.EndToEnd.Tests.Cluster.Chaos;

/// <summary>What a run was, in numbers.</summary>
internal static class ChaosReport
{
    /// <summary>The numbers as lines.</summary>
    public static string Write(
        int seed, IReadOnlyList<ChaosJob> jobs, IReadOnlyList<Call> calls, IReadOnlyList<(string Fault, TimeSpan At)> faults, IReadOnlyList<string> complaints)
    {
        var acknowledged = calls.Where(static call => call is { Kind: CallKind.Submit, Id: not null }).Select(static call => call.Job).ToHashSet();
        var finals = calls.Where(static call => call.Final is not null).GroupBy(static call => call.Job).ToDictionary(static group => group.Key, static group => group.First());
        var attempts = finals.Values.GroupBy(static call => call.Final!.Attempts).OrderBy(static group => group.Key).Select(static group => $"{group.Key}: {group.Count()}");
        var verdicts = finals.Values.GroupBy(static call => call.Final!.Verdict).OrderByDescending(static group => group.Count()).Select(static group => $"{group.Key} {group.Count()}");
        var text = new StringBuilder();
        Line($"seed {seed}; {jobs.Count} jobs; {acknowledged.Count} acknowledged; {finals.Count} with a result; lost {acknowledged.Count(job => !finals.ContainsKey(job))}; broken promises {complaints.Count}");
        Line($"verdicts: {string.Join(", ", verdicts)}; attempts: {string.Join(", ", attempts)}");
        foreach (var kind in Enum.GetValues<CallKind>())
        {
            Line($"{kind}: {string.Join(", ", calls.Where(call => call.Kind == kind).GroupBy(static call => call.Outcome).Select(static group => $"{group.Key} {group.Count()}"))}");
        }

        foreach (var (fault, at) in faults)
        {
            var next = finals.Values.Where(call => call.Completed > at).Select(static call => (TimeSpan?)call.Completed).Min();
            Line($"{at.TotalSeconds,6:0.0} s {fault}: the next result came after {(next - at)?.TotalSeconds:0.0} s");
        }

        foreach (var note in calls.Where(static call => call.Outcome != Outcome.Ok).GroupBy(static call => $"{call.Kind} {call.Outcome}: {Shorten(call.Note)}").OrderByDescending(static group => group.Count()).Take(12))
        {
            Line($"{note.Count(),4} x {note.Key}");
        }

        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }

    private static string? Shorten(string? note) => note?.Length > 160 ? note[..160] : note;
}
