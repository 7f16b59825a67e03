using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>
/// What happened in a run and was not sent yet. Output that follows output of the same stream becomes one event; output
/// beyond the bound is left out and counted, and so is all that follows until the rest is taken: what is sent of a stream has its gap at the
/// end. For use from any thread.
/// </summary>
internal sealed class EventBuffer(int maximumBytes, int maximumCount)
{
    private readonly Lock _lock = new();
    private List<SubmissionEvent> _events = [];
    private MemoryStream? _output;
    private (int Test, OutputStream Stream) _outputOf;
    private long _missed;

    /// <summary>Bytes of output that wait.</summary>
    public int Bytes { get; private set; }

    public void Write(int test, OutputStream stream, ReadOnlySpan<byte> data)
    {
        lock (_lock)
        {
            if (_missed > 0 || Bytes + data.Length > maximumBytes || _events.Count >= maximumCount)
            {
                _missed++;
                return;
            }

            if (_output is null || _outputOf != (test, stream))
            {
                CloseOutput();
                (_output, _outputOf) = (new MemoryStream(data.Length), (test, stream));
            }

            _output.Write(data);
            Bytes += data.Length;
        }
    }

    public void Add(SubmissionEvent happened)
    {
        lock (_lock)
        {
            CloseOutput();
            if (_events.Count >= maximumCount)
            {
                _missed++;
            }
            else
            {
                _events.Add(happened);
            }
        }
    }

    /// <summary>Takes all that waits, with a note of what was left out at its end.</summary>
    public IReadOnlyList<SubmissionEvent> Take()
    {
        lock (_lock)
        {
            CloseOutput();
            if (_missed > 0)
            {
                _events.Add(new EventsMissed(_missed));
            }

            var taken = _events;
            (_events, _missed, Bytes) = ([], 0, 0);
            return taken;
        }
    }

    private void CloseOutput()
    {
        if (_output is not null)
        {
            _events.Add(new OutputWritten(_outputOf.Test, _outputOf.Stream, new Blob(_output.ToArray())));
            _output = null;
        }
    }
}
