using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Api.CodeRunner.Errors;
using CodeRunner.Gateway.Diagnostics;
using CodeRunner.Gateway.Intake;

namespace CodeRunner.Gateway.Api.CodeRunner.Submissions;

/// <summary>Tells a client why its program was not taken.</summary>
internal static class RejectionMapping
{
    /// <summary>What it is counted as.</summary>
    public static Refusal ToRefusal(this RejectionReason reason) => reason switch
    {
        RejectionReason.ClientQueueFull => Refusal.ClientQueueFull,
        RejectionReason.ClientStorageFull => Refusal.ClientStorageFull,
        RejectionReason.QueueFull => Refusal.QueueFull,
        _ => Refusal.StorageUnavailable,
    };

    /// <summary>The refusal as an answer.</summary>
    public static Problem ToProblem(this Rejection rejection)
    {
        var (status, error) = rejection.Reason switch
        {
            RejectionReason.ClientQueueFull =>
                (StatusCodes.Status429TooManyRequests, $"This client has {rejection.Limit} submissions waiting, which is the most; try again later."),
            RejectionReason.ClientStorageFull =>
                (StatusCodes.Status429TooManyRequests, $"This client has {rejection.Limit} MiB stored, which is the most, or would with this submission; try again later."),
            RejectionReason.QueueFull =>
                (StatusCodes.Status503ServiceUnavailable, $"The queue is full with {rejection.Limit} submissions; try again later."),
            RejectionReason.KeyReused =>
                (StatusCodes.Status422UnprocessableEntity, $"This {IdempotencyKey.Header} was sent with another request before."),
            _ => (StatusCodes.Status503ServiceUnavailable, "The submission can't be stored at the moment; try again later."),
        };
        return new Problem(status, error) { RetryAfter = rejection.RetryAfter > TimeSpan.Zero ? rejection.RetryAfter : null };
    }
}
