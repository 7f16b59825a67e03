using System.Globalization;
using Microsoft.Extensions.Logging;

namespace CodeRunner.ServiceDefaults.Logs;

/// <summary>Makes loggers that leave warnings and errors out which only repeat what was said, and count them. All providers see the same.</summary>
internal sealed class SparingLoggerFactory(ILoggerFactory inner, TimeProvider time) : ILoggerFactory
{
    private readonly Repetitions _repetitions = new(time);

    public ILogger CreateLogger(string categoryName) => new SparingLogger(inner.CreateLogger(categoryName), categoryName, _repetitions);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();

    private sealed class SparingLogger(ILogger inner, string category, Repetitions repetitions) : ILogger
    {
        private const string OwnCategories = "CodeRunner.";
        private const string Template = "{OriginalFormat}";

        // Ours name the submission, the slot, the shard: each is news. Those of libraries name addresses, ids and whole messages, other ones each time.
        private readonly bool _byTemplate = !category.StartsWith(OwnCategories, StringComparison.Ordinal);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            ArgumentNullException.ThrowIfNull(formatter);
            if (logLevel is not (LogLevel.Warning or LogLevel.Error))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
                return;
            }

            if (!inner.IsEnabled(logLevel))
                return;
            var text = (_byTemplate ? TemplateOf(state) : null) ?? formatter(state, exception);
            if (!repetitions.TrySay(new Repetitions.Kind(category, logLevel, text, Causes(exception)), out var leftOut))
                return;
            if (leftOut == 0)
                inner.Log(logLevel, eventId, state, exception, formatter);
            else
                inner.Log(logLevel, eventId, state, exception, (s, e) => string.Create(CultureInfo.InvariantCulture, $"{formatter(s, e)} ({leftOut} more like it were left out since the last.)"));
        }

        private static string? TemplateOf<TState>(TState state)
        {
            if (state is not IReadOnlyList<KeyValuePair<string, object?>> values)
                return null;

            // It is the last value of all that the logging library makes.
            for (var i = values.Count - 1; i >= 0; i--)
                if (values[i] is { Key: Template, Value: string template })
                    return template;
            return null;
        }

        private static string Causes(Exception? exception)
        {
            var causes = "";
            for (; exception is not null; exception = exception.InnerException)
                causes += $"{exception.GetType()};";
            return causes;
        }
    }
}
