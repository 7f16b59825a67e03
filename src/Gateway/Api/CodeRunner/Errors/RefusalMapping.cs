using CodeRunner.Gateway.Intake;

namespace CodeRunner.Gateway.Api.CodeRunner.Errors;

/// <summary>Tells a client why it was not served.</summary>
internal static class RefusalMapping
{
    /// <summary>The refusal as an answer.</summary>
    public static Problem ToProblem(this Refusal refusal) => new(StatusOf(refusal.Reason), refusal.Error) { RetryAfter = refusal.RetryAfter };

    private static int StatusOf(RefusalReason reason) => reason switch
    {
        RefusalReason.BodyTooSlow => StatusCodes.Status408RequestTimeout,
        RefusalReason.BodyTooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalReason.KeyReused => StatusCodes.Status422UnprocessableEntity,
        RefusalReason.ClientQueueFull or RefusalReason.ClientStorageFull or RefusalReason.ClientTrafficFull
            or RefusalReason.ClientStreamsFull or RefusalReason.AddressFull => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
