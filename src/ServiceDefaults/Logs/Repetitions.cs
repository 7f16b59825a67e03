using Microsoft.Extensions.Logging;

namespace CodeRunner.ServiceDefaults.Logs;

/// <summary>
/// Decides which of the warnings that come again and again are said: the first, and then one after a minute, after two more, after four, up to
/// one an hour. One that comes after it was quiet for a minute is new, and said at once. Thread-safe.
/// </summary>
internal sealed class Repetitions(TimeProvider time)
{
    /// <summary>Where everybody fails for a reason of his own there is nothing to leave out, and what is remembered stays small.</summary>
    internal const int MostKinds = 1_000;

    /// <summary>How long a warning that was said is left out at first.</summary>
    internal static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    /// <summary>How long at most.</summary>
    internal static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Kind, Past> _kinds = [];

    /// <summary>Whether this one is said.</summary>
    /// <param name="kind">What makes two of them the same.</param>
    /// <param name="leftOut">How many of its kind were not, since the last one that was.</param>
    public bool TrySay(Kind kind, out int leftOut)
    {
        var now = time.GetTimestamp();
        leftOut = 0;
        lock (_lock)
        {
            if (!_kinds.TryGetValue(kind, out var past))
            {
                MakeRoom(now);
                _kinds.Add(kind, new Past { SaidAt = now, SeenAt = now, Pause = FirstPause });
                return true;
            }

            var isNew = IsQuiet(past, now);
            past.SeenAt = now;
            if (!isNew && time.GetElapsedTime(past.SaidAt, now) < past.Pause)
            {
                past.LeftOut++;
                return false;
            }

            leftOut = past.LeftOut;
            past.LeftOut = 0;
            past.SaidAt = now;
            past.Pause = isNew ? FirstPause : past.Pause * 2 < LongestPause ? past.Pause * 2 : LongestPause;
            return true;
        }
    }

    private bool IsQuiet(Past past, long now) => time.GetElapsedTime(past.SeenAt, now) >= FirstPause;

    private void MakeRoom(long now)
    {
        if (_kinds.Count < MostKinds)
            return;
        foreach (var (kind, past) in _kinds)
            if (IsQuiet(past, now))
                _kinds.Remove(kind);
        if (_kinds.Count >= MostKinds)
            _kinds.Clear();
    }

    /// <summary>What makes two messages the same.</summary>
    /// <param name="Category">Who says it.</param>
    /// <param name="Level">How bad it is.</param>
    /// <param name="Text">What it says.</param>
    /// <param name="Cause">Types of the exceptions that came with it. Their texts hold counters, ports and times.</param>
    internal readonly record struct Kind(string Category, LogLevel Level, string Text, string Cause);

    private sealed class Past
    {
        public required long SaidAt { get; set; }

        public required long SeenAt { get; set; }

        public required TimeSpan Pause { get; set; }

        public int LeftOut { get; set; }
    }
}
