using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Diagnostics;
using CodeRunner.Gateway.Http;
using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Languages;
using CodeRunner.Gateway.Options;
using CodeRunner.Gateway.Problems;
using CodeRunner.Gateway.Submissions;
using CodeRunner.Grains.Execution;
using CodeRunner.ServiceDefaults.Health;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Runs;

/// <summary>Takes a program in: reads, checks, hands over, and waits where the client wants that.</summary>
internal sealed class RunHandler(
    SubmissionCalls calls,
    RunRequestValidator validator,
    ILanguageDirectory languages,
    ClientIdentity clients,
    Readiness readiness,
    SubmissionWait waits,
    ISubmissionIds ids,
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
        if (!RequestBody.IsJson(http.Request))
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        if (await RequestBody.ReadAsync(http.Request, _options.Limits.MaxRequestBytes, http.RequestAborted) is not { } body)
        {
            instruments.Refused(Refusal.TooLarge);
            return TooLarge();
        }

        if (Read(body, textEncoding, problems) is not { } request)
        {
            instruments.Refused(Refusal.Invalid);
            return Problem.Invalid(problems);
        }

        var client = clients.Identify(http);
        var submission = request.Request.ToContract(request.Language, _options.Limits, client, time.GetUtcNow());
        if (key is not null)
            submission = submission with { Fingerprint = IdempotencyKey.Fingerprint(body.Span, textEncoding) };
        return await SubmitAsync(key?.JobId(client) ?? ids.Next(), submission, waitTime, textEncoding, http.RequestAborted);
    }

    private (RunRequest Request, LanguageInfo Language)? Read(ReadOnlyMemory<byte> body, TextEncoding encoding, FieldProblems problems)
    {
        var request = RunRequestReader.Read(body.Span, encoding, _options.Limits, problems);
        if (request is not null)
            validator.Validate(request, problems);
        return problems.IsEmpty && request?.Language is { } name && languages.Find(name) is { } language ? (request, language) : null;
    }

    private async Task<IResult> SubmitAsync(
        Guid id, SubmissionRequest submission, TimeSpan wait, TextEncoding encoding, CancellationToken cancellationToken)
    {
        GatewayInstruments.Describe(id);

        // Not given up when the client goes away: then nobody would know whether it was taken.
        if (await calls.CallAsync(id, grain => grain.SubmitAsync(submission), CancellationToken.None) is { } rejection)
        {
            instruments.Refused(rejection.Reason.ToRefusal());
            return rejection.ToProblem();
        }

        var snapshot = await WaitAsync(id, wait, cancellationToken);
        return snapshot?.Result is null
            ? Accepted(id, snapshot?.State ?? SubmissionState.Queued)
            : new JsonBody<StatusResponse>(snapshot.ToResponse() with { Status = snapshot.State }, GatewayJson.For(encoding).StatusResponse);
    }

    // It is stored: whatever goes wrong from here on, the client must learn its id.
    private async Task<SubmissionSnapshot?> WaitAsync(Guid id, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait == TimeSpan.Zero)
            return null;
        try
        {
            return await waits.WaitAsync(id, wait, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            return null;
        }
    }

    private static JsonBody<RunResponse> Accepted(Guid id, SubmissionState state) =>
        new(new RunResponse(id, state), GatewayJson.Text.RunResponse, StatusCodes.Status202Accepted) { Location = $"/status?id={id}" };

    private Problem TooLarge() =>
        new(StatusCodes.Status413PayloadTooLarge, $"The body must have at most {_options.Limits.MaxRequestBytes} bytes ({new Contracts.ByteSize(_options.Limits.MaxRequestBytes)}).");
}
