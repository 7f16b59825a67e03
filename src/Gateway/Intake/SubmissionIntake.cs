using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Diagnostics;
using CodeRunner.Gateway.Options;
using CodeRunner.Gateway.Traffic;
using CodeRunner.Grains.Execution;
using CodeRunner.Grains.Submissions;
using CodeRunner.ServiceDefaults.Health;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Intake;

/// <summary>
/// What clients do with submissions, whatever protocol they speak: submit, wait, look, cancel. A protocol makes a <see cref="SubmissionRequest"/> of
/// what was sent, and an answer of the outcome: what may be refused is in its type. What is thrown means that the engine isn't there.
/// </summary>
internal sealed class SubmissionIntake(
    SubmissionClient submissions,
    LongPoll polls,
    IdempotencyIds keyedIds,
    ISubmissionIds newIds,
    Readiness readiness,
    AnswerRoom answers,
    ClientSlots slots,
    GatewayInstruments instruments,
    IOptions<GatewayOptions> options,
    TimeProvider time)
{
    private readonly TimeSpan _retryAfter = options.Value.RetryAfter;

    /// <summary>Why nothing can be submitted at the moment; null where it can. To be asked before a body is read.</summary>
    public async ValueTask<Refusal?> CheckReadyAsync(CancellationToken clientGone)
    {
        if (await readiness.CheckAsync(clientGone) is not { IsReady: false } report)
            return null;
        instruments.Refused(RefusalReason.NotReady);
        return new Refusal(RefusalReason.NotReady, report.Describe(), _retryAfter);
    }

    /// <summary>Has a program stored and run.</summary>
    /// <param name="request">The program, valid and complete but for when it came and on whose call.</param>
    /// <param name="key">What makes a repeated request the same submission; then the request must have its fingerprint.</param>
    /// <param name="clientGone">The client went away. Once the engine is asked to take the program, that is too late.</param>
    public async Task<SubmitOutcome> SubmitAsync(SubmissionRequest request, IdempotencyKey? key, CancellationToken clientGone)
    {
        var submission = request with { CreatedAt = time.GetUtcNow(), TraceParent = GatewayInstruments.TraceParent };
        var id = key is null ? newIds.Next() : await FindIdAsync(await keyedIds.FindAsync(key, request.Client, clientGone), clientGone);
        GatewayInstruments.Describe(id);

        // Not given up when the client goes away: then nobody would know whether it was taken.
        if (await submissions.CallAsync(id, grain => grain.SubmitAsync(submission), CancellationToken.None) is not { } rejection)
            return SubmitOutcome.Taken(id);
        var refusal = rejection.ToRefusal();
        instruments.Refused(refusal.Reason);
        return SubmitOutcome.Refused(refusal);
    }

    /// <summary>The submission as soon as it has its result, at the latest after <paramref name="wait"/>.</summary>
    public async Task<Fetched<SubmissionSnapshot>> WaitAsync(string client, Guid id, TimeSpan wait, CancellationToken clientGone)
    {
        using var slot = wait == TimeSpan.Zero ? null : slots.TryOpen(client);
        if (slot is null && wait > TimeSpan.Zero)
            return new(null, null, slots.Refuse());
        return await answers.FetchAsync(client, id, () => polls.WaitAsync(id, wait, clientGone), AnswerRoom.SizeOf, clientGone);
    }

    /// <summary>The same for one that was just taken: whatever goes wrong from here on, the client must learn its id. No value: ask later.</summary>
    public async Task<Fetched<SubmissionSnapshot>> TryWaitAsync(string client, Guid id, TimeSpan wait, CancellationToken clientGone)
    {
        if (wait == TimeSpan.Zero)
            return default;
        try
        {
            return await WaitAsync(client, id, wait, clientGone);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            return default;
        }
    }

    /// <summary>What was submitted.</summary>
    public Task<Fetched<SubmissionRequest>> GetRequestAsync(string client, Guid id, CancellationToken clientGone) => answers.FetchAsync(
        client,
        id,
        () => submissions.CallAsync(id, static grain => grain.GetRequestAsync(), clientGone),
        static request => request.ContentBytes(),
        clientGone);

    /// <summary>Cancels a submission that has no result yet.</summary>
    public Task<CancelOutcome> CancelAsync(Guid id, CancellationToken clientGone) =>
        submissions.CallAsync(id, static grain => grain.CancelAsync(), clientGone);

    /// <summary>The id of the earlier submission with the same key, else the new one's.</summary>
    private async Task<Guid> FindIdAsync(IdempotencyCandidates candidates, CancellationToken cancellationToken)
    {
        foreach (var earlier in candidates.Earlier)
        {
            // Its lane is all that is asked for: its result may have many megabytes.
            if (await submissions.CallAsync(earlier, static grain => grain.PrepareAsync(), cancellationToken) is not null)
                return earlier;
        }

        return candidates.Id;
    }
}
