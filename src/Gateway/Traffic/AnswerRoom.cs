using System.Collections.Concurrent;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Intake;
using CodeRunner.Grains.Submissions;

namespace CodeRunner.Gateway.Traffic;

/// <summary>
/// Room in the budget for answers that show what is stored. How much that is is known only once it is in memory; so what turned out to be
/// large is remembered, and the next who asks for it must have room before it is fetched.
/// </summary>
internal sealed class AnswerRoom(TrafficBudget budget)
{
    // Of the largest only, so few. When there are more the memory begins anew: it saves work and decides nothing.
    private const int MostRemembered = 10_000;
    private const long Large = 1 << 20;

    private readonly ConcurrentDictionary<(Guid Id, Type Kind), long> _large = [];

    /// <summary>Fetches what a client asks for, with room for it.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="id">The submission.</param>
    /// <param name="fetch">Fetches it; null when it isn't there.</param>
    /// <param name="size">How many bytes it has.</param>
    /// <param name="clientGone">The client went away.</param>
    /// <returns>What was fetched, with what gives its room back; or why there is no room. What is small or not there at all holds none.</returns>
    public async Task<Fetched<T>> FetchAsync<T>(string client, Guid id, Func<Task<T?>> fetch, Func<T, long> size, CancellationToken clientGone)
        where T : class
    {
        var key = (id, typeof(T));
        var known = _large.GetValueOrDefault(key);
        while (true)
        {
            var (room, refusal) = await budget.TakeAsync(client, known, clientGone);
            if (room is null)
                return new(null, null, refusal);
            try
            {
                var value = await fetch();
                var bytes = value is null ? 0 : size(value);
                Remember(key, bytes);
                if (budget.IsUncounted(bytes))
                    return new(value, TrafficBudget.Uncounted, null);
                if (bytes <= known)
                    return new(value, Interlocked.Exchange(ref room, null), null);
                known = bytes;
            }
            finally
            {
                room?.Dispose();
            }

            // It was larger than there is room for. It is let go of while it waits for more, or the waiting ones would fill the memory.
        }
    }

    /// <summary>The bytes that a snapshot holds.</summary>
    public static long SizeOf(SubmissionSnapshot snapshot) => snapshot.Result?.ContentBytes() ?? 0;

    /// <summary>Whether a result is too large to be had without room.</summary>
    public bool NeedsRoom(SubmissionResult result) => !budget.IsUncounted(result.ContentBytes());

    private void Remember((Guid Id, Type Kind) key, long bytes)
    {
        if (bytes < Large)
        {
            // It may have been large once: retention deletes results, and the end of a job its inputs.
            _large.TryRemove(key, out _);
            return;
        }

        if (_large.Count >= MostRemembered)
            _large.Clear();
        _large[key] = bytes;
    }
}

/// <summary>What was fetched for an answer.</summary>
/// <param name="Value">It; null where there is none, or no room.</param>
/// <param name="Room">Gives its room back, once it is written; null where there was none.</param>
/// <param name="Refusal">Why there is no room.</param>
internal readonly record struct Fetched<T>(T? Value, IDisposable? Room, Refusal? Refusal)
    where T : class;
