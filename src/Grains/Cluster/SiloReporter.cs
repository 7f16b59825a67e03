using CodeRunner.Contracts;
using CodeRunner.Contracts.Cluster;
using CodeRunner.Grains.Diagnostics;
using CodeRunner.Grains.Execution.Slots;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Grains.Cluster;

/// <summary>Tells the cluster grain again and again how this silo is, as long as it is active.</summary>
internal sealed partial class SiloReporter(
    IGrainFactory grains,
    ILocalSiloDetails silo,
    ISiloDescription description,
    LocalLeases running,
    GrainsInstruments instruments,
    IOptions<SlotOptions> slots,
    IOptions<ClusterReportOptions> options,
    TimeProvider time,
    ILogger<SiloReporter> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly string Version = typeof(SiloReporter).Assembly.GetName().Version?.ToString(3) ?? string.Empty;

    private readonly CancellationTokenSource _stopping = new();
    private Task _reporting = Task.CompletedTask;
    private DateTimeOffset _startedAt;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(SiloReporter), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private Task StartAsync(CancellationToken cancellationToken)
    {
        _startedAt = time.GetUtcNow();
        _reporting = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _reporting;
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(options.Value.Period, time);
        try
        {
            do
            {
                await ReportAsync();
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task ReportAsync()
    {
        try
        {
            await grains.GetGrain<IClusterGrain>(0).ReportAsync(Describe()).WaitAsync(_stopping.Token);
        }
        catch (Exception exception) when (!_stopping.IsCancellationRequested)
        {
            LogNotReported(exception);
        }
    }

    private SiloReport Describe() => new()
    {
        Silo = silo.SiloAddress,
        Name = silo.Name,
        Version = Version,
        Sandbox = description.Sandbox,
        StartedAt = _startedAt,
        Slots = slots.Value.Count,
        Busy = running.Count,
        Processors = Environment.ProcessorCount,
        Languages = description.Languages,
        Totals = instruments.ReadTotals(),
        Memory = new ByteSize(Environment.WorkingSet),
        CpuTime = Environment.CpuUsage.TotalTime,
    };

    [LoggerMessage(Level = LogLevel.Debug, Message = "The report on this silo did not arrive; the next one will say all that it said.")]
    private partial void LogNotReported(Exception exception);
}
