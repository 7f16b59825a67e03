using System.Text.RegularExpressions;
using CodeRunner.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Gateway.Tests.ServiceDefaults;

/// <summary>How messages look on the console, and which of those that repeat are there at all.</summary>
public sealed partial class LogTests : IDisposable
{
    private const string Own = "CodeRunner.Grains.Slots";
    private const string Orleans = "Orleans.Runtime.CallbackData";

    private readonly FakeTimeProvider _time = new();
    private readonly Sink _sink = new();
    private IHost? _host;

    /// <inheritdoc/>
    public void Dispose() => _host?.Dispose();

    [Theory]
    [InlineData(ConsoleFormatterNames.Simple)]
    [InlineData(ConsoleFormatterNames.Systemd)]
    [InlineData(ConsoleFormatterNames.Json)]
    public void A_message_is_one_line_with_its_time(string formatter)
    {
        var line = Write(formatter);

        Assert.Matches(TimeInUtc(), line);
        Assert.Equal(1, line.Count(static character => character == '\n'));
        Assert.Contains("second", line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_say_otherwise()
    {
        var text = Write(ConsoleFormatterNames.Simple, ("TimestampFormat", "HH:mm "), ("SingleLine", "false"));

        Assert.Matches("^[0-9]{2}:[0-9]{2} ", text);
        Assert.True(text.Count(static character => character == '\n') > 1, text);
    }

    [Fact]
    public void The_same_warning_every_second_is_said_more_and_more_rarely_with_a_count()
    {
        var logger = Logger(Own);

        for (var second = 0; second < 600; second++)
        {
            LogAway(logger, null, 1);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(
            [
                "Shard 1 does not answer.",
                "Shard 1 does not answer. (59 more like it were left out since the last.)",
                "Shard 1 does not answer. (119 more like it were left out since the last.)",
                "Shard 1 does not answer. (239 more like it were left out since the last.)",
            ],
            _sink.Messages);
    }

    [Fact]
    public void It_is_said_again_when_something_changes()
    {
        var logger = Logger(Own);

        LogAway(logger, new TimeoutException("1"), 1);
        LogAway(logger, new TimeoutException("2"), 1);
        LogAway(logger, new InvalidOperationException(), 1);
        LogAway(logger, new TimeoutException("3"), 2);
        LogAwayForLong(logger, new TimeoutException("3"), 2);

        Assert.Equal(4, _sink.Messages.Count);
    }

    [Fact]
    public void What_comes_after_a_minute_of_quiet_is_new()
    {
        var logger = Logger(Own);
        LogAway(logger, null, 1);
        LogAway(logger, null, 1);
        _time.Advance(TimeSpan.FromMinutes(1));

        LogAway(logger, null, 1);

        Assert.Equal(["Shard 1 does not answer.", "Shard 1 does not answer. (1 more like it were left out since the last.)"], _sink.Messages);
    }

    [Fact]
    public void Messages_of_libraries_are_the_same_when_only_what_they_name_differs()
    {
        var logger = Logger(Orleans);

        LogNoResponse(logger, "a");
        LogNoResponse(logger, "b");
        LogDead(logger, "a");

        Assert.Equal(["Response did not arrive on time for a.", "Target a is dead."], _sink.Messages);
    }

    [Fact]
    public void What_is_no_warning_is_always_said()
    {
        var logger = Logger(Own);

        LogDone(logger);
        LogDone(logger);

        Assert.Equal(2, _sink.Messages.Count);
    }

    [Fact]
    public void What_is_remembered_is_bounded_and_all_of_it_is_said()
    {
        var logger = Logger(Own);

        for (var id = 0; id < 5_000; id++)
            LogAway(logger, null, id);

        Assert.Equal(5_000, _sink.Messages.Count);
    }

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z")]
    private static partial Regex TimeInUtc();

    [LoggerMessage(LogLevel.Warning, "Shard {Shard} does not answer.")]
    private static partial void LogAway(ILogger logger, Exception? exception, int shard);

    [LoggerMessage(LogLevel.Error, "Shard {Shard} does not answer.")]
    private static partial void LogAwayForLong(ILogger logger, Exception? exception, int shard);

    [LoggerMessage(LogLevel.Warning, "Response did not arrive on time for {Message}.")]
    private static partial void LogNoResponse(ILogger logger, string message);

    [LoggerMessage(LogLevel.Warning, "Target {Silo} is dead.")]
    private static partial void LogDead(ILogger logger, string silo);

    [LoggerMessage(LogLevel.Information, "Done.")]
    private static partial void LogDone(ILogger logger);

    private ILogger Logger(string category) => Start().Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

    private string Write(string formatter, params (string Name, string Value)[] settings)
    {
        using var text = new StringWriter();
        var host = Start(settings);
        host.Services.GetServices<ConsoleFormatter>().Single(candidate => candidate.Name == formatter).Write(
            new LogEntry<string>(LogLevel.Warning, Own, 0, "first\nsecond", new InvalidOperationException("third\nfourth"), static (state, _) => state),
            null,
            text);
        return text.ToString();
    }

    private IHost Start(params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting =>
            KeyValuePair.Create($"Logging:Console:FormatterOptions:{setting.Name}", (string?)setting.Value)));
        builder.Services.AddSingleton<TimeProvider>(_time).AddSingleton<ILoggerProvider>(_sink);
        builder.AddServiceDefaults();
        return _host = builder.Build();
    }

    private sealed class Sink : ILoggerProvider, ILogger
    {
        public List<string> Messages { get; } = [];

        public ILogger CreateLogger(string categoryName) => categoryName is Own or Orleans ? this : NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
