using OpenTelemetry.Trace;

namespace CodeRunner.ServiceDefaults.Telemetry;

/// <summary>
/// Which spans begin a trace: those of an HTTP request that comes in. The cluster also talks to itself all the time (slots that
/// wait for work, heartbeats, timers, reports); of that there would be nothing but traces of one span.
/// </summary>
internal sealed class WorkSampler(double ratio) : Sampler
{
    // What ASP.NET calls the span before its route is known.
    private const string HttpRequest = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    private readonly TraceIdRatioBasedSampler _share = new(ratio);

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Name == HttpRequest ? _share.ShouldSample(samplingParameters) : new SamplingResult(SamplingDecision.Drop);
}
