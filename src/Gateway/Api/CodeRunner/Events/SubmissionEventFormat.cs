using System.Globalization;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Api.CodeRunner.Submissions;
using CodeRunner.Gateway.Json;

namespace CodeRunner.Gateway.Api.CodeRunner.Events;

/// <summary>Writes a submission's events to one client.</summary>
internal sealed class SubmissionEventFormat(EventStreamWriter writer, TextEncoding encoding, SubmissionSnapshot submission)
{
    private readonly GatewayJson _json = GatewayJson.For(encoding);
    private readonly OutputText _text = new();

    /// <summary>The number of the last event that was written.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Goes on after the event with this id; from the start when it is no id.</summary>
    public void Resume(string lastEventId)
    {
        var digits = lastEventId.TakeWhile(char.IsAsciiDigit).Count();
        if (!long.TryParse(lastEventId.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
            return;
        LastSequence = sequence;
        _text.Restore(lastEventId[digits..]);
    }

    /// <summary>Writes an event.</summary>
    public Task WriteAsync(SubmissionEvent submissionEvent)
    {
        LastSequence = submissionEvent.Sequence;
        switch (submissionEvent)
        {
            case StateChanged state:
                _text.Clear();
                return writer.WriteAsync("state", new StateEvent(state.State, state.Attempt), _json.StateEvent, Id());
            case ProgressMade made:
                return writer.WriteAsync("progress", made.Progress.ToResponse(submission.Request.HasTests), _json.ProgressResponse, Id());
            case OutputWritten output:
                return WriteOutputAsync(output);
            case TestFinished test:
                return WriteTestAsync(test);
            case EventsMissed missed:
                return writer.WriteAsync("missed", new MissedEvent(missed.Count), _json.MissedEvent, Id());
            case Finished finished:
                return WriteResultAsync(submission.Finish(finished.Result));
            default:
                throw new NotSupportedException($"There is no event for {submissionEvent.GetType().Name}.");
        }
    }

    /// <summary>Writes the last event.</summary>
    public Task WriteResultAsync(SubmissionSnapshot finished) => writer.WriteLastAsync("result", finished.ToResponse(), _json.StatusResponse, Id());

    // An event that brings no whole character is not written: the next has its bytes.
    private async Task WriteOutputAsync(OutputWritten output)
    {
        var data = encoding == TextEncoding.Base64 ? output.Data : _text.Add(output.Test, output.Stream, output.Data);
        if (!data.IsEmpty)
            await writer.WriteAsync("output", new OutputEvent(output.Test, output.Stream, data), _json.OutputEvent, Id());
    }

    private async Task WriteTestAsync(TestFinished test)
    {
        foreach (var (stream, data) in _text.End(test.Test))
            await writer.WriteAsync("output", new OutputEvent(test.Test, stream, data), _json.OutputEvent, id: null);
        var usage = test.Usage;
        var ended = new TestEvent(test.Test, test.Verdict, usage.CpuTime.ToMilliseconds(), usage.WallTime.ToMilliseconds(), usage.Memory.Bytes);
        await writer.WriteAsync("test", ended, _json.TestEvent, Id());
    }

    private string? Id() => LastSequence == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{LastSequence}{_text.State}");
}
