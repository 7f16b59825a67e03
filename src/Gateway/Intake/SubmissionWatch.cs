using System.Runtime.CompilerServices;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Options;
using CodeRunner.Gateway.Traffic;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Intake;

/// <summary>Follows a submission until it has its result. When its silo is lost it goes on where it was, without the client.</summary>
internal sealed class SubmissionWatch(
    EngineGrains grains, SubmissionClient submissions, ClientSlots slots, AnswerRoom answers, IOptions<GatewayOptions> options, TimeProvider time)
{
    private static readonly TimeSpan _reconnectDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>The submission as it is before it is followed; its room is the client's stream and its result's, to be disposed when that has ended.</summary>
    public async Task<Fetched<SubmissionSnapshot>> OpenAsync(string client, Guid id, CancellationToken clientGone)
    {
        var slot = slots.TryOpen(client);
        if (slot is null)
            return new(null, null, slots.Refuse());
        try
        {
            var answer = await answers.FetchAsync(
                client, id, () => submissions.CallAsync(id, static grain => grain.GetAsync(), clientGone), AnswerRoom.SizeOf, clientGone);
            return answer.Room is { } room ? answer with { Room = new StreamRoom(Interlocked.Exchange(ref slot, null)!, room) } : answer;
        }
        finally
        {
            slot?.Dispose();
        }
    }

    /// <summary>What happens after the event with number <paramref name="after"/>, up to the result.</summary>
    public async IAsyncEnumerable<WatchStep> FollowAsync(
        string client, SubmissionSnapshot snapshot, long after, [EnumeratorCancellation] CancellationToken clientGone)
    {
        var grain = grains.Get<ISubmissionGrain>(snapshot.Id);
        var present = new Fetched<SubmissionSnapshot>(snapshot, null, null);
        while (present.Value is { Result: null })
        {
            Pulse pulse;
            var events = grain.WatchAsync(after, clientGone).GetAsyncEnumerator(clientGone);
            try
            {
                var next = NextAsync(events);
                while ((pulse = await WaitAsync(next, clientGone)) is Pulse.Event or Pulse.Silence)
                {
                    if (pulse == Pulse.Silence)
                    {
                        yield return StillThere.Instance;
                        continue;
                    }

                    // Nobody waits for room with a large result in hands: it is looked for below, like one whose event was missed.
                    if (events.Current is Finished { Result: var result } && answers.NeedsRoom(result))
                    {
                        pulse = Pulse.End;
                        break;
                    }

                    after = events.Current.Sequence;
                    yield return new Happened(events.Current);
                    if (events.Current is Finished)
                        yield break;
                    next = NextAsync(events);
                }
            }
            finally
            {
                await LeaveAsync(events, clientGone);
            }

            if (pulse == Pulse.End)
                (present, pulse) = await LookAsync(client, grain, present, clientGone);
            if (pulse == Pulse.Lost)
                yield return StillThere.Instance;
            if (present.Value is { Result: null })
                await Task.Delay(_reconnectDelay, time, clientGone);
        }

        using var room = present.Room;
        if (present.Refusal is { } refusal)
            yield return new NoRoom(refusal);
        else if (present.Value is { } finished)
            yield return new Ended(finished);
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<SubmissionEvent> events) => await events.MoveNextAsync();

    private async Task<Pulse> WaitAsync(Task<bool> next, CancellationToken clientGone)
    {
        try
        {
            if (!next.IsCompleted)
            {
                using var heartbeat = CancellationTokenSource.CreateLinkedTokenSource(clientGone);
                var first = await Task.WhenAny(next, Task.Delay(options.Value.HeartbeatInterval, time, heartbeat.Token));
                await heartbeat.CancelAsync();
                if (first != next && !clientGone.IsCancellationRequested)
                    return Pulse.Silence;
            }

            return await next ? Pulse.Event : Pulse.End;
        }
        catch (Exception exception) when (IsEngineAway(exception) && !clientGone.IsCancellationRequested)
        {
            return Pulse.Lost;
        }
    }

    private async Task<(Fetched<SubmissionSnapshot> Present, Pulse Pulse)> LookAsync(
        string client, ISubmissionGrain grain, Fetched<SubmissionSnapshot> known, CancellationToken clientGone)
    {
        try
        {
            var id = grain.GetPrimaryKey();
            return (await answers.FetchAsync(client, id, () => grain.GetAsync().WaitAsync(clientGone), AnswerRoom.SizeOf, clientGone), Pulse.End);
        }
        catch (Exception exception) when (IsEngineAway(exception) && !clientGone.IsCancellationRequested)
        {
            return (known, Pulse.Lost);
        }
    }

    private static async ValueTask LeaveAsync(IAsyncEnumerator<SubmissionEvent> events, CancellationToken clientGone)
    {
        try
        {
            await events.DisposeAsync();
        }
        catch (Exception exception) when (IsEngineAway(exception) && !clientGone.IsCancellationRequested)
        {
            // Where it was followed nobody is left to tell.
        }
    }

    private static bool IsEngineAway(Exception exception) =>
        exception is EnumerationAbortedException or OrleansException or TimeoutException or OperationCanceledException;

    private sealed class StreamRoom(IDisposable slot, IDisposable room) : IDisposable
    {
        public void Dispose()
        {
            room.Dispose();
            slot.Dispose();
        }
    }

    private enum Pulse
    {
        Event,
        Silence,
        End,
        Lost,
    }
}
