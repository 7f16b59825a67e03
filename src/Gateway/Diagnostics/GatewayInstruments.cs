using System.Diagnostics;
using System.Diagnostics.Metrics;
using CodeRunner.Contracts.Diagnostics;
using CodeRunner.Gateway.Intake;

namespace CodeRunner.Gateway.Diagnostics;

/// <summary>What a gateway measures besides what ASP.NET does. Its spans are ASP.NET's too.</summary>
internal sealed class GatewayInstruments
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "CodeRunner.Gateway";

    private readonly EnumCounter<RefusalTag> _refused;

    private readonly Meter _meter;

    public GatewayInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _refused = new(_meter, "coderunner.submission.refused", "{submission}", "Submissions that were not taken.", "reason");
    }

    /// <summary>The span of the request that is being answered, where it is recorded; null otherwise.</summary>
    public static string? TraceParent => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } span ? span.Id : null;

    /// <summary>Puts a job's id into the span of the request, so that its trace can be found.</summary>
    public static void Describe(Guid id)
    {
        if (Activity.Current is { IsAllDataRequested: true } span)
            span.SetTag("coderunner.submission.id", id.ToString());
    }

    /// <summary>Says where to read how many bytes of bodies and answers are on their way.</summary>
    public void ObserveBytesInFlight(Func<long> read) =>
        _meter.CreateObservableGauge("coderunner.gateway.in_flight.bytes", read, unit: null, "Bytes of larger bodies and answers on their way.");

    /// <summary>A submission was not taken.</summary>
    public void Refused(RefusalReason reason) => _refused.Add(reason switch
    {
        RefusalReason.NotReady => RefusalTag.NotReady,
        RefusalReason.QueueFull => RefusalTag.QueueFull,
        RefusalReason.ClientQueueFull => RefusalTag.ClientQueueFull,
        RefusalReason.ClientStorageFull => RefusalTag.ClientStorageFull,
        RefusalReason.KeyReused => RefusalTag.Invalid,
        RefusalReason.BodyTooLarge => RefusalTag.TooLarge,
        RefusalReason.BodyTooSlow => RefusalTag.TooSlow,
        RefusalReason.TrafficFull or RefusalReason.ClientTrafficFull => RefusalTag.OverBudget,
        _ => RefusalTag.StorageUnavailable,
    });

    /// <summary>A submission was not taken, as something is wrong with it.</summary>
    public void RefusedAsInvalid() => _refused.Add(RefusalTag.Invalid);
}
