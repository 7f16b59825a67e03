using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Gateway.Api.CodeRunner.Submissions;

/// <summary>An acknowledgement: the program is stored and will be run, whatever happens to the engine.</summary>
/// <param name="JobId">What to ask <c>GET /status</c> for; a UUID of version 4.</param>
/// <param name="Status">The job's state: <c>queued</c> or <c>running</c>.</param>
public sealed record RunResponse(Guid JobId, SubmissionState Status);
