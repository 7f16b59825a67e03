using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Gateway.Options;

/// <summary>The secrets that job ids of requests with an <c>Idempotency-Key</c> are made with.</summary>
public sealed class IdempotencyOptions
{
    /// <summary>Characters that a configured secret must have at least.</summary>
    public const int MinimumLength = 32;

    /// <summary>
    /// Secrets of at least 32 characters: the first makes the ids, with the others earlier ones are found. All gateways of a cluster need the same.
    /// Default: none; one is made when it is first needed, and stored where submissions are.
    /// </summary>
    public IList<string> Secrets { get; } = [];

    /// <summary>
    /// A stored secret made before this is replaced by a new one; with the old one earlier submissions are still found for as long as they are kept.
    /// A time in the future counts once it has come. Default: none.
    /// </summary>
    public DateTimeOffset? RotateBefore { get; set; }

    /// <summary>How often the stored secrets are read again; after four of these a new one is in use on all gateways. Default: 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RefreshPeriod { get; set; } = TimeSpan.FromSeconds(15);
}
