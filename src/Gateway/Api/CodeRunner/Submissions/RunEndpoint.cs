using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Access;
using CodeRunner.Gateway.Api.CodeRunner.Errors;
using CodeRunner.Gateway.Api.CodeRunner.Requests;
using CodeRunner.Gateway.Diagnostics;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Languages;
using CodeRunner.Gateway.Options;
using CodeRunner.Gateway.Traffic;
using CodeRunner.Grains.Execution;
using CodeRunner.ServiceDefaults.Health;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Api.CodeRunner.Submissions;

/// <summary>Takes a program in: reads, checks, hands over, and waits where the client wants that.</summary>
internal sealed class RunEndpoint(
    SubmissionClient calls,
    RunRequestValidator validator,
    ILanguageDirectory languages,
    ClientIdentity clients,
    IdempotencyIds ids,
    Readiness readiness,
    BodyReader bodies,
    AnswerRoom answers,
    ClientSlots slots,
    LongPoll waits,
    ISubmissionIds newIds,
    GatewayInstruments instruments,
    IOptions<GatewayOptions> options,
    TimeProvider time)
{
    private readonly GatewayOptions _options = options.Value;

    /// <summary>Answers <c>POST /run</c>.</summary>
    public async Task<IResult> HandleAsync(HttpContext http, string? wait, string? encoding)
    {
        if (await readiness.CheckAsync(http.RequestAborted) is { IsReady: false } report)
        {
            instruments.Refused(Refusal.NotReady);
            return new Problem(StatusCodes.Status503ServiceUnavailable, report.Describe()) { RetryAfter = _options.RetryAfter };
        }

        var problems = new FieldProblems();
        var waitTime = QueryParameters.ReadWait(wait, _options.MaxWait, problems);
        var textEncoding = QueryParameters.ReadEncoding(encoding, problems);
        var key = IdempotencyKey.Read(http.Request, problems);
        if (BodyReader.CheckType(http.Request) is { } wrongType)
            return wrongType;
        var (id, refusal) = await TakeAsync(http, key, textEncoding, problems);
        if (refusal is not null)
            return refusal;
        var (snapshot, room) = await WaitAsync(http, id, waitTime);
        return snapshot?.Result is null
            ? Accepted(id, snapshot?.State ?? SubmissionState.Queued)
            : new JsonBody<StatusResponse>(snapshot.ToResponse() with { Status = snapshot.State }, GatewayJson.For(textEncoding).StatusResponse) { Room = room };
    }

    // A method of its own, so that nothing of what was sent stays in memory while the client waits.
    private async Task<(Guid Id, IResult? Refusal)> TakeAsync(HttpContext http, IdempotencyKey? key, TextEncoding textEncoding, FieldProblems problems)
    {
        var client = clients.Identify(http);
        var (received, refusal) = await bodies.ReadAsync(http, client);
        if (received is null)
            return (default, refusal);
        using var body = received;
        if (Read(body.Bytes, textEncoding, problems) is not { } request)
        {
            instruments.Refused(Refusal.Invalid);
            return (default, Problem.Invalid(problems));
        }

        var submission = request.Request.ToContract(request.Language, _options.Limits, client, time.GetUtcNow());
        if (key is not null)
            submission = submission with { Fingerprint = IdempotencyKey.Fingerprint(body.Bytes.Span, textEncoding) };
        body.ReleaseBytes();
        var id = key is null ? newIds.Next() : await FindIdAsync(await ids.FindAsync(key, client, http.RequestAborted), http.RequestAborted);
        GatewayInstruments.Describe(id);

        // Not given up when the client goes away: then nobody would know whether it was taken.
        if (await calls.CallAsync(id, grain => grain.SubmitAsync(submission), CancellationToken.None) is not { } rejection)
            return (id, null);
        instruments.Refused(rejection.Reason.ToRefusal());
        return (default, rejection.ToProblem());
    }

    private (RunRequest Request, LanguageInfo Language)? Read(ReadOnlyMemory<byte> body, TextEncoding encoding, FieldProblems problems)
    {
        var request = RunRequestReader.Read(body.Span, encoding, _options.Limits, problems);
        if (request is not null)
            validator.Validate(request, problems);
        return problems.IsEmpty && request?.Language is { } name && languages.Find(name) is { } language ? (request, language) : null;
    }

    /// <summary>The id of the earlier submission with the same key, else the new one's.</summary>
    private async Task<Guid> FindIdAsync(IdempotencyCandidates candidates, CancellationToken cancellationToken)
    {
        foreach (var earlier in candidates.Earlier)
        {
            if (await calls.CallAsync(earlier, static grain => grain.WaitAsync(TimeSpan.Zero), cancellationToken) is not null)
                return earlier;
        }

        return candidates.Id;
    }

    // It is stored: whatever goes wrong from here on, the client must learn its id.
    private async Task<(SubmissionSnapshot? Snapshot, IDisposable Room)> WaitAsync(HttpContext http, Guid id, TimeSpan wait)
    {
        var client = clients.Identify(http);
        using var slot = wait == TimeSpan.Zero ? null : slots.TryOpen(client);
        if (slot is null)
            return (null, TrafficBudget.Uncounted);
        try
        {
            var answer = await answers.FetchAsync(
                client, id, () => waits.WaitAsync(id, wait, http.RequestAborted), AnswerRoom.SizeOf, http.RequestAborted);
            return (answer.Value, answer.Room ?? TrafficBudget.Uncounted);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            return (null, TrafficBudget.Uncounted);
        }
    }

    private static JsonBody<RunResponse> Accepted(Guid id, SubmissionState state) =>
        new(new RunResponse(id, state), GatewayJson.Text.RunResponse, StatusCodes.Status202Accepted) { Location = $"/status?id={id}" };
}
