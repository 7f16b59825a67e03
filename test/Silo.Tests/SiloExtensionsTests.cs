using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution.Slots;
using CodeRunner.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace CodeRunner.Silo.Tests;

/// <summary>The whole silo on a real database, with everything but the sandbox.</summary>
public sealed class SiloExtensionsTests : IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
    private readonly string _root = Storage.Conformance.Samples.NewFolder();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Start_ThenSubmit_RunsAndStoresIt()
    {
        var id = Guid.NewGuid();
        using (var first = await StartAsync("data"))
        {
            var submission = SiloHost.Submission(first, id);
            Assert.Null(await submission.SubmitAsync(SiloHost.Request()));
            Assert.Equal(SubmissionState.Completed, (await submission.WaitAsync(Wait))?.State);
            await first.StopAsync();
        }

        using var second = await StartAsync("data");
        var found = await SiloHost.Submission(second, id).GetAsync();

        Assert.Equal(Verdict.Accepted, found?.Result?.Verdict);
        Assert.Equal("cpp", found?.Request.Language);
        await second.StopAsync();
    }

    [Fact]
    public async Task Start_TwoSideBySide_BothRunAndNeitherOpensAPort()
    {
        var before = ListeningSockets();
        using var first = await StartAsync("a");
        using var second = await StartAsync("b");

        Assert.Empty(ListeningSockets().Except(before));
        foreach (var host in new[] { first, second })
        {
            var submission = SiloHost.Submission(host, Guid.NewGuid());
            Assert.Null(await submission.SubmitAsync(SiloHost.Request()));
            Assert.Equal(SubmissionState.Completed, (await submission.WaitAsync(Wait))?.State);
        }

        await first.StopAsync();
        await second.StopAsync();
    }

    [Fact]
    public async Task Start_FolderInUse_SaysSoBeforeAnythingElse()
    {
        using var first = await StartAsync("data");

        await Assert.ThrowsAsync<DataFolderException>(() => StartAsync("data"));

        await first.StopAsync();
    }

    [Fact]
    public void ShutdownTimeout_LongDrain_IsLongerStill()
    {
        using var host = Build("data", ("Slots:DrainTimeout", "00:10:00"));

        Assert.True(host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout > TimeSpan.FromMinutes(10));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("Debug", true)]
    public void Logging_OfOrleans_IsQuietUnlessConfigured(string? configured, bool expected)
    {
        using var host = Build("data", ("Logging:LogLevel:Default", "Information"), ("Logging:LogLevel:Orleans", configured));
        using var console = new ConsoleLoggerProvider(host.Services.GetRequiredService<IOptionsMonitor<ConsoleLoggerOptions>>());
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(console);

        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Orleans.Runtime.Catalog");

        Assert.Equal(expected, logger.IsEnabled(LogLevel.Information));
        Assert.True(logger.IsEnabled(LogLevel.Warning));
    }

    // Inodes of this process's own TCP sockets that listen.
    private static HashSet<string> ListeningSockets()
    {
        const string Listen = "0A";
        const int StateColumn = 3, InodeColumn = 9;
        var own = Directory.GetFiles("/proc/self/fd")
            .Select(static fd => new FileInfo(fd).LinkTarget)
            .OfType<string>()
            .Where(static target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(static target => target["socket:[".Length..^1])
            .ToHashSet();
        return new[] { "/proc/self/net/tcp", "/proc/self/net/tcp6" }
            .SelectMany(static table => File.ReadAllLines(table).Skip(1))
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(static columns => columns[StateColumn] == Listen)
            .Select(static columns => columns[InodeColumn])
            .Where(own.Contains)
            .ToHashSet();
    }

    private Task<IHost> StartAsync(string folder) => SiloHost.StartAsync(Build(folder));

    private IHost Build(string folder, params (string Key, string? Value)[] settings) =>
        SiloHost.Build([(DataFolder.Setting, Path.Combine(_root, folder)), .. settings]);
}
