using System.Buffers;
using CodeRunner.Contracts;
using CodeRunner.Gateway.Diagnostics;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Options;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Traffic;

/// <summary>Reads whole bodies up to a size, each in its room of the budget and in its time.</summary>
internal sealed class BodyReader(TrafficBudget budget, GatewayInstruments instruments, IOptions<GatewayOptions> options, TimeProvider time)
{
    private readonly int _maximum = options.Value.Limits.MaxRequestBytes;
    private readonly TrafficOptions _traffic = options.Value.Traffic;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the body.</summary>
    /// <returns>Either the body, which must be disposed, or why it was not read.</returns>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public async Task<(Body? Body, Refusal? Refusal)> ReadAsync(HttpContext http, string client)
    {
        var length = http.Request.ContentLength;
        if (length > _maximum)
            return (null, Refuse(TooLarge()));

        // A length that isn't known is taken to be small, then medium, then the largest.
        var (room, refusal) = await budget.TakeAsync(client, length ?? _traffic.UncountedBytes, http.RequestAborted);
        if (room is null)
            return (null, Refuse(refusal!));
        var reading = new Reading(budget, client, room, length);
        using var deadline = new CancellationTokenSource(_traffic.BodyTimeout, time);
        try
        {
            refusal = await FillAsync(http, reading, deadline.Token);
            if (refusal is null)
                return (reading.ToBody(), null);
        }
        catch (Exception exception) when (IsTooSlow(exception, deadline.Token) && !http.RequestAborted.IsCancellationRequested)
        {
            // Whatever is still to come belongs to this body, so there can't be another request.
            http.Response.Headers.Connection = "close";
            refusal = Refuse(TooSlow());
        }
        finally
        {
            reading.Dispose();
        }

        return (null, refusal);
    }

    private async Task<Refusal?> FillAsync(HttpContext http, Reading reading, CancellationToken deadline)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, deadline);
        var reader = http.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(stop.Token);
            var buffer = result.Buffer;
            if (reading.Length + buffer.Length > _maximum)
            {
                reader.AdvanceTo(buffer.End);
                return Refuse(TooLarge());
            }

            if (reading.NeedsMoreRoom(reading.Length + buffer.Length))
            {
                // Held back where it is meanwhile: the connection has its own, small bound.
                reader.AdvanceTo(buffer.Start);
                if (await reading.GrowAsync(reading.Length + buffer.Length, Step(reading.Length + buffer.Length), http.RequestAborted) is { } refusal)
                    return Refuse(refusal);
                continue;
            }

            reading.Append(buffer);
            reader.AdvanceTo(buffer.End);
            if (result.IsCompleted)
                return null;
        }
    }

    private long Step(long bytes) =>
        bytes <= _traffic.UncountedBytes ? _traffic.UncountedBytes : bytes <= _traffic.MediumBytes ? _traffic.MediumBytes : _maximum;

    private Refusal Refuse(Refusal refusal)
    {
        instruments.Refused(refusal.Reason);
        return refusal;
    }

    // The second is the server's own minimum rate.
    private static bool IsTooSlow(Exception exception, CancellationToken deadline) => exception switch
    {
        OperationCanceledException => deadline.IsCancellationRequested,
        BadHttpRequestException bad => bad.StatusCode == StatusCodes.Status408RequestTimeout,
        _ => false,
    };

    private Refusal TooSlow() => new(
        RefusalReason.BodyTooSlow,
        $"The body must come with at least {new ByteSize(_traffic.MinBytesPerSecond)} a second and be here within {_traffic.BodyTimeout.TotalSeconds:0} seconds.");

    private Refusal TooLarge() =>
        new(RefusalReason.BodyTooLarge, $"The body must have at most {_maximum} bytes ({new ByteSize(_maximum)}).");

    /// <summary>A body that is being read.</summary>
    private sealed class Reading(TrafficBudget budget, string client, IDisposable room, long? known) : IDisposable
    {
        private const int FirstBuffer = 8 << 10;

        private IDisposable? _room = room;
        private byte[] _buffer = [];
        private long _allowed = known ?? FirstBuffer;

        public int Length { get; private set; }

        public bool NeedsMoreRoom(long bytes) => bytes > _allowed;

        public async ValueTask<Refusal?> GrowAsync(long bytes, long step, CancellationToken clientGone)
        {
            // What is here already keeps its room while it waits for more. That is no deadlock: who has the larger one wants nothing else.
            var (larger, refusal) = await budget.TakeAsync(client, step, clientGone);
            if (larger is null)
                return refusal;
            _room?.Dispose();
            _room = larger;
            _allowed = Math.Max(bytes, step);
            return null;
        }

        public void Append(in ReadOnlySequence<byte> bytes)
        {
            var needed = Length + (int)bytes.Length;
            if (needed > _buffer.Length)
            {
                var larger = BodyBuffers.Rent((int)Math.Max(needed, Math.Min(_allowed, known ?? Math.Max(FirstBuffer, _buffer.Length * 2L))));
                _buffer.AsSpan(0, Length).CopyTo(larger);
                BodyBuffers.Return(_buffer);
                _buffer = larger;
            }

            bytes.CopyTo(_buffer.AsSpan(Length));
            Length = needed;
        }

        public Body ToBody()
        {
            var mark = _buffer.AsSpan(0, Length).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
            var body = new Body(_buffer, mark, Length - mark, _room!);
            (_buffer, _room) = ([], null);
            return body;
        }

        public void Dispose()
        {
            if (_buffer.Length > 0)
                BodyBuffers.Return(_buffer);
            _room?.Dispose();
        }
    }
}
