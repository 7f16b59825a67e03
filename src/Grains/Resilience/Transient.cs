using CodeRunner.Grains.Storage;
using Orleans.Runtime.Messaging;

namespace CodeRunner.Grains.Resilience;

/// <summary>Which failures pass by themselves.</summary>
public static class Transient
{
    /// <summary>
    /// Whether a grain call failed on its way: its silo died, does not answer, is not known yet or turned the message away. The call
    /// may have been carried out nevertheless.
    /// </summary>
    public static bool IsDelivery(Exception exception) =>
        exception is OrleansMessageRejectionException or TimeoutException or ClientNotAvailableException or ConnectionFailedException;

    /// <summary>Whether a call to a submission failed on its way, or because storage is away.</summary>
    public static bool IsDeliveryOrStorage(Exception exception) => IsDelivery(exception) || exception is StorageUnavailableException;

    /// <summary>Any failure: for calls whose only failures are those of storage and delivery.</summary>
    public static bool IsAny(Exception exception) => exception is not null;
}
