using System.Diagnostics.Metrics;
using CodeRunner.Sandbox.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Sandbox.Tests.Diagnostics;

/// <summary>Instruments on a meter of their own.</summary>
internal static class Instruments
{
    public static SandboxInstruments Create() => new(CreateMeters());

    public static IMeterFactory CreateMeters() =>
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}
