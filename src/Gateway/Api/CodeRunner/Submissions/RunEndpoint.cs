using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Access;
using CodeRunner.Gateway.Api.CodeRunner.Errors;
using CodeRunner.Gateway.Api.CodeRunner.Requests;
using CodeRunner.Gateway.Diagnostics;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Options;
using CodeRunner.Gateway.Traffic;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Api.CodeRunner.Submissions;

/// <summary>Takes a program in: reads, checks, hands over, and waits where the client wants that.</summary>
internal sealed class RunEndpoint(
    SubmissionIntake intake,
    RunRequestReader requests,
    BodyReader bodies,
    GatewayInstruments instruments,
    IOptions<GatewayOptions> options)
{
    private readonly GatewayOptions _options = options.Value;

    /// <summary>Answers <c>POST /run</c>.</summary>
    public async Task<IResult> HandleAsync(HttpContext http, Client client, string? wait, string? encoding)
    {
        if (await intake.CheckReadyAsync(http.RequestAborted) is { } notReady)
            return notReady.ToProblem();
        var problems = new FieldProblems();
        var waitTime = QueryParameters.ReadWait(wait, _options.MaxWait, problems);
        var textEncoding = QueryParameters.ReadEncoding(encoding, problems);
        var key = IdempotencyHeader.Read(http.Request, problems);
        if (BodyType.Check(http.Request) is { } wrongType)
            return wrongType;
        var (id, refusal) = await TakeAsync(http, client, key, textEncoding, problems);
        if (refusal is not null)
            return refusal;
        var answer = await intake.TryWaitAsync(client.Name, id, waitTime, http.RequestAborted);
        var room = answer.Room ?? TrafficBudget.Uncounted;
        return answer.Value is { Result: not null } finished
            ? new JsonBody<StatusResponse>(finished.ToResponse() with { Status = finished.State }, GatewayJson.For(textEncoding).StatusResponse) { Room = room }
            : Accepted(id, answer.Value?.State ?? SubmissionState.Queued);
    }

    // A method of its own, so that nothing of what was sent stays in memory while the client waits.
    private async Task<(Guid Id, Problem? Refusal)> TakeAsync(HttpContext http, Client client, IdempotencyKey? key, TextEncoding textEncoding, FieldProblems problems)
    {
        var (received, refusal) = await bodies.ReadAsync(http, client.Name);
        if (received is null)
            return (default, refusal!.ToProblem());
        using var body = received;
        if (requests.Read(body.Bytes.Span, textEncoding, problems) is not { } request)
        {
            instruments.RefusedAsInvalid();
            return (default, Problem.Invalid(problems));
        }

        var submission = request.ToContract(_options.Limits, client.Name);
        if (key is not null)
            submission = submission with { Fingerprint = IdempotencyHeader.Fingerprint(body.Bytes.Span, textEncoding) };
        body.ReleaseBytes();
        var outcome = await intake.SubmitAsync(submission, key, http.RequestAborted);
        return (outcome.Id, outcome.Refusal?.ToProblem());
    }

    private static JsonBody<RunResponse> Accepted(Guid id, SubmissionState state) =>
        new(new RunResponse(id, state), GatewayJson.Text.RunResponse, StatusCodes.Status202Accepted) { Location = $"/status?id={id}" };
}
