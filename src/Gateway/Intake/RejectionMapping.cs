using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Gateway.Intake;

/// <summary>Says why the engine did not take a program.</summary>
internal static class RejectionMapping
{
    /// <summary>The engine's rejection in words.</summary>
    public static Refusal ToRefusal(this Rejection rejection)
    {
        var (reason, error) = rejection.Reason switch
        {
            RejectionReason.ClientQueueFull =>
                (RefusalReason.ClientQueueFull, $"This client has {rejection.Limit} submissions waiting, which is the most; try again later."),
            RejectionReason.ClientStorageFull =>
                (
                    RefusalReason.ClientStorageFull,
                    $"This client has {rejection.Limit} MiB stored, which is the most, or would with this submission; try again later."
                ),
            RejectionReason.QueueFull =>
                (RefusalReason.QueueFull, $"The queue is full with {rejection.Limit} submissions; try again later."),
            RejectionReason.KeyReused =>
                (RefusalReason.KeyReused, $"This {IdempotencyKey.Name} was sent with another request before."),
            _ => (RefusalReason.StorageUnavailable, "The submission can't be stored at the moment; try again later."),
        };
        return new Refusal(reason, error, rejection.RetryAfter > TimeSpan.Zero ? rejection.RetryAfter : null);
    }
}
