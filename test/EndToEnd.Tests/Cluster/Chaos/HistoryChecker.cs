namespace CodeRunner.EndToEnd.Tests.Cluster.Chaos;

/// <summary>
/// Goes over what clients saw and silos did, and says which promise was broken. The numbers are those of the engine's
/// invariants: I1 accepted means durable, I2 one result that never changes, I3 no result of an attempt that was overtaken, I4 at most
/// three attempts, I7 no more runs than slots, I8 one id a key, I9 no verdict that a fault has caused.
/// </summary>
internal static class HistoryChecker
{
    private const int MaximumAttempts = 3;

    /// <summary>All that is wrong with a history; empty when nothing is.</summary>
    public static IReadOnlyList<string> Check(
        IReadOnlyList<ChaosJob> jobs, IReadOnlyList<Call> calls, IReadOnlyList<Attempt> attempts, int slots) =>
    [
        .. jobs.SelectMany(job => CheckJob(job, [.. calls.Where(call => call.Job == job.Number)])),
        .. attempts.GroupBy(static attempt => attempt.Id).SelectMany(static group => CheckAttempts(group.Key, [.. group])),
        .. attempts.GroupBy(static attempt => attempt.Silo).SelectMany(group => CheckSlots(group.Key, [.. group], slots)),
    ];

    private static IEnumerable<string> CheckJob(ChaosJob job, Call[] calls)
    {
        var ids = calls.Where(static call => call.Kind == CallKind.Submit).Select(static call => call.Id).OfType<Guid>().Distinct().ToArray();
        if (ids.Length > 1)
        {
            yield return $"I8: job {job.Number} got the ids {string.Join(", ", ids)}.";
        }

        if (calls.FirstOrDefault(static call => call.Kind == CallKind.Poll && call.Note?.StartsWith("404", StringComparison.Ordinal) == true) is { } forgotten)
        {
            yield return $"I1: job {job.Number} ({forgotten.Id}) was unknown at {forgotten.Completed}.";
        }

        var finals = calls.Select(static call => call.Final).OfType<FinalState>().Distinct().ToArray();
        if (ids.Length > 0 && finals.Length == 0)
        {
            yield return $"I1: job {job.Number} ({ids[0]}) has no result.";
        }

        if (finals.Length > 1)
        {
            yield return $"I2: job {job.Number} had the results {string.Join(" and ", finals.AsEnumerable())}.";
        }

        foreach (var complaint in finals.Select(final => CheckFinal(job, final, calls)).OfType<string>().Concat(CheckOrder(job, calls)))
        {
            yield return complaint;
        }
    }

    private static string? CheckFinal(ChaosJob job, FinalState final, Call[] calls)
    {
        var cancels = calls.Where(static call => call.Kind == CallKind.Cancel).ToArray();
        if (final.State == JobState.Cancelled)
        {
            return cancels.Length > 0 ? null : $"I9: job {job.Number} is cancelled, but nobody wanted that.";
        }

        if (cancels.Any(static call => call.Outcome == Outcome.Ok))
        {
            return $"I2: job {job.Number} was cancelled and is {final.Verdict}.";
        }

        return final.Attempts is < 1 or > MaximumAttempts ? $"I4: job {job.Number} took {final.Attempts} attempts."
            : final.State != JobState.Completed || final.Verdict != job.Verdict ? $"I9: job {job.Number} should be {job.Verdict}: {final}."
            : !(final.Verdict == Verdict.CompileError ? final.CompileOutput! : final.Stdout!).Contains(job.Nonce, StringComparison.Ordinal)
                ? $"I9: job {job.Number} has the output of another: {final}."
                : null;
    }

    /// <summary>Who asks after somebody has seen the result must see it too.</summary>
    private static IEnumerable<string> CheckOrder(ChaosJob job, Call[] calls)
    {
        var seen = calls.Where(static call => call.Final is not null).Select(static call => (TimeSpan?)call.Completed).Min();
        return calls
            .Where(call => call is { Kind: CallKind.Poll, Outcome: Outcome.Ok, Final: null } && call.Invoked > seen)
            .Select(call => $"I2: job {job.Number} was {call.Note} at {call.Invoked}, after its result had been seen.");
    }

    private static IEnumerable<string> CheckAttempts(Guid id, Attempt[] attempts)
    {
        if (attempts.Count(static attempt => attempt.Counts) > 1)
        {
            yield return $"I2: two attempts of {id} believe that theirs is the result.";
        }

        if (attempts.Any(static attempt => attempt.Number > MaximumAttempts))
        {
            yield return $"I4: {id} was begun {attempts.Max(static attempt => attempt.Number)} times.";
        }

        foreach (var counted in attempts.Where(static attempt => attempt.Counts))
        {
            if (attempts.Any(other => other.Number > counted.Number && other.Began < counted.Ended))
            {
                yield return $"I3: the result of {id} is of attempt {counted.Number}, which had been overtaken.";
            }
        }
    }

    private static IEnumerable<string> CheckSlots(string silo, Attempt[] attempts, int slots)
    {
        var running = 0;

        // An end that was not written down is not known to have been before anything else.
        var steps = attempts.Where(static attempt => attempt.Ended is not null)
            .SelectMany(static attempt => new[] { (At: attempt.Began, Step: 1), (At: attempt.Ended!.Value, Step: -1) })
            .OrderBy(static step => step.At).ThenBy(static step => step.Step);
        return steps.Any(step => (running += step.Step) > slots) ? [$"I7: {silo} ran more than its {slots} slots at once."] : [];
    }
}
