using System.IO.Pipelines;
using CodeRunner.Gateway.Options;

namespace CodeRunner.Gateway.Traffic;

/// <summary>
/// The answer to a client that may not stand still. The server's own minimum rate counts from the last write and is generous after a
/// quick one (what the sockets' buffers take at once would buy minutes), so here each flush has its time as well, and the whole answer.
/// </summary>
internal sealed class PacedWriter(HttpContext http, TrafficOptions options, TimeProvider time) : PipeWriter
{
    private readonly PipeWriter _output = http.Response.BodyWriter;
    private long? _startedAt;
    private long _written;

    /// <summary>From here on what is written must be read at the minimum rate, on average; before, a reader only must not stand still.</summary>
    public PacedWriter BeginAnswer()
    {
        (_startedAt, _written) = (time.GetTimestamp(), 0);
        return this;
    }

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => _output.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => _output.UnflushedBytes;

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        _written += bytes;
        _output.Advance(bytes);
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        var flush = _output.FlushAsync(cancellationToken);
        return flush.IsCompletedSuccessfully ? flush : WaitAsync(flush.AsTask(), cancellationToken);
    }

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => _output.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => _output.GetSpan(sizeHint);

    /// <inheritdoc/>
    public override void CancelPendingFlush() => _output.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => _output.Complete(exception);

    private async ValueTask<FlushResult> WaitAsync(Task<FlushResult> flush, CancellationToken cancellationToken)
    {
        try
        {
            return await flush.WaitAsync(Patience(), time, cancellationToken);
        }
        catch (TimeoutException)
        {
            http.Abort();

            // Whoever catches the cancellation must find the request aborted.
            await Task.Delay(Timeout.InfiniteTimeSpan, time, http.RequestAborted);
            throw new OperationCanceledException("The client reads too slowly.");
        }
    }

    private TimeSpan Patience()
    {
        if (_startedAt is not { } startedAt)
            return options.StallTimeout;
        var due = options.StallTimeout + TimeSpan.FromSeconds((double)_written / options.MinBytesPerSecond) - time.GetElapsedTime(startedAt);
        return TimeSpan.FromTicks(Math.Clamp(due.Ticks, 0, options.StallTimeout.Ticks));
    }
}
