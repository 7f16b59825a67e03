using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Submissions;

/// <summary>The last events of a submission, numbered from 1 without gaps; the oldest make room for new ones.</summary>
internal sealed class EventLog(int maximumCount, long maximumBytes)
{
    private readonly Queue<SubmissionEvent> _events = [];
    private long _bytes;

    /// <summary>Number of the newest event; 0 before the first.</summary>
    public long Last { get; private set; }

    /// <summary>How many events are kept.</summary>
    public int Count => _events.Count;

    /// <summary>Numbers an event and keeps it.</summary>
    public void Append(SubmissionEvent happened)
    {
        _events.Enqueue(happened with { Sequence = ++Last });
        _bytes += BytesOf(happened);
        while (_events.Count > 1 && (_events.Count > maximumCount || _bytes > maximumBytes))
        {
            _bytes -= BytesOf(_events.Dequeue());
        }
    }

    /// <summary>How many events after number <paramref name="sequence"/> are not kept any more.</summary>
    public long MissedAfter(long sequence) => Math.Max(0, Last - _events.Count - sequence);

    /// <summary>The kept events after number <paramref name="sequence"/>.</summary>
    public IReadOnlyList<SubmissionEvent> ReadAfter(long sequence)
    {
        var wanted = (int)Math.Clamp(Last - sequence, 0, _events.Count);
        return wanted == 0 ? [] : [.. _events.Skip(_events.Count - wanted)];
    }

    /// <summary>Forgets the kept events, but not how many there were.</summary>
    public void Clear()
    {
        _events.Clear();
        _bytes = 0;
    }

    private static long BytesOf(SubmissionEvent happened) => happened is OutputWritten output ? output.Data.Length : 0;
}
