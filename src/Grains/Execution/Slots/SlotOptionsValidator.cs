using Microsoft.Extensions.Options;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>The rule between heartbeats and leases: one lost heartbeat must not cost a lease.</summary>
internal sealed class SlotOptionsValidator(IOptions<DispatcherOptions> dispatcherOptions) : IValidateOptions<SlotOptions>
{
    /// <summary>Heartbeats in the two thirds of a lease after which a silo that isn't heard stops its runs.</summary>
    private const int Heartbeats = 2;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SlotOptions options)
    {
        var longest = dispatcherOptions.Value.LeaseDuration * 2 / 3 / Heartbeats;
        return options.HeartbeatPeriod <= longest
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{SlotOptions.Section}:{nameof(SlotOptions.HeartbeatPeriod)} must be at most {longest}, a third of {DispatcherOptions.Section}:{nameof(DispatcherOptions.LeaseDuration)}.");
    }
}
