using System.Globalization;

namespace CodeRunner.EndToEnd.Tests.Cluster.Chaos;

/// <summary>One silo that was frozen and woken, times counted from the beginning of the run.</summary>
/// <param name="Silo">Its place among the silos, for people.</param>
/// <param name="HadDispatcher">Whether the dispatcher was on it.</param>
/// <param name="Began">When it was frozen.</param>
/// <param name="Ended">When it was woken.</param>
/// <param name="Died">Whether it ended itself when it learnt that it had been declared dead.</param>
internal sealed record Freeze(string Silo, bool HadDispatcher, TimeSpan Began, TimeSpan Ended, bool Died);

/// <summary>What a freeze did to those who had nothing to do with it.</summary>
/// <param name="Freeze">The freeze.</param>
/// <param name="Accepted">Jobs that were accepted while it lasted.</param>
/// <param name="WorstAccept">The longest that a client needed to have a job accepted, from its first try on.</param>
/// <param name="WorstGap">The longest time in which no job of anybody was accepted.</param>
/// <param name="WorstResult">How long after the thaw the last of the jobs that had been accepted before it had its result; null where one never had.</param>
/// <param name="Missing">Those that never had one.</param>
internal sealed record FreezeOutcome(Freeze Freeze, int Accepted, TimeSpan WorstAccept, TimeSpan WorstGap, TimeSpan WorstResult, int Missing)
{
    /// <summary>How long after the thaw the silo is still at it, by its own book.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(15);

    /// <summary>Reads it from what the clients wrote down.</summary>
    public static FreezeOutcome Of(Freeze freeze, IReadOnlyList<Call> calls)
    {
        // What was submitted last may still be on its way, and after it there is nothing to be accepted.
        var last = calls.Where(static call => call.Kind == CallKind.Submit).Max(static call => call.Invoked);
        var end = freeze.Ended + Aftermath < last ? freeze.Ended + Aftermath : last;
        var submits = calls.Where(static call => call.Kind == CallKind.Submit).GroupBy(static call => call.Job)
            .Select(static group => (Job: group.Key, Tried: group.Min(static call => call.Invoked), Accepted: group.Where(static call => call.Id is not null).Min(static call => (TimeSpan?)call.Completed)))
            .ToList();
        var finals = calls.Where(static call => call.Final is not null).GroupBy(static call => call.Job).ToDictionary(static group => group.Key, static group => group.Min(static call => call.Completed));
        var during = submits.Where(submit => submit.Tried < end && (submit.Accepted ?? TimeSpan.MaxValue) > freeze.Began).ToList();
        var accepted = submits.Select(static submit => submit.Accepted).OfType<TimeSpan>().Where(at => at > freeze.Began && at < end).Order().ToList();
        var before = submits.Where(submit => submit.Accepted < freeze.Ended).ToList();
        return new FreezeOutcome(
            freeze,
            accepted.Count(at => at < freeze.Ended),
            during.Select(submit => (submit.Accepted ?? end) - submit.Tried).DefaultIfEmpty().Max(),
            accepted.Prepend(freeze.Began).Zip(accepted.Append(end)).Select(static pair => pair.Second - pair.First).Max(),
            before.Where(submit => finals.ContainsKey(submit.Job)).Select(submit => finals[submit.Job] - freeze.Ended).Append(TimeSpan.Zero).Max(),
            before.Count(submit => !finals.ContainsKey(submit.Job)));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Freeze.Began.TotalSeconds,7:0.0} s {Freeze.Silo}{(Freeze.HadDispatcher ? " with the dispatcher" : "")} frozen for {(Freeze.Ended - Freeze.Began).TotalSeconds:0} s, {(Freeze.Died ? "died" : "lived on")}: {Accepted} jobs accepted meanwhile, the slowest after {WorstAccept.TotalSeconds:0.0} s, longest gap {WorstGap.TotalSeconds:0.0} s; last result {WorstResult.TotalSeconds:0.0} s after the thaw; without result {Missing}");
}
