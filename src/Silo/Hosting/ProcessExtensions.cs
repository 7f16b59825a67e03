using CodeRunner.Sandbox;
using CodeRunner.Storage.Redis;
using CodeRunner.Storage.Sqlite;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace CodeRunner.Silo.Hosting;

/// <summary>How a process of ours, gateway or silo, starts and ends.</summary>
public static class ProcessExtensions
{
    private const int CannotStart = 1;

    /// <summary>Runs until it is stopped. What the operator can mend is said in a sentence instead of thrown as an exception.</summary>
    /// <returns>The process's exit status.</returns>
    public static async Task<int> RunToEndAsync(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (Explain(exception) is { } reason)
        {
            await Console.Error.WriteLineAsync($"CodeRunner can't start: {reason}");
            return CannotStart;
        }
    }

    /// <summary>What went wrong at start, in a sentence for the operator; null where that is nothing that an operator can mend.</summary>
    internal static string? Explain(Exception exception) => exception switch
    {
        SandboxException or DataFolderException or ClusterException => exception.Message,
        OptionsValidationException validation => string.Join(' ', validation.Failures),
        // An address in use, or one that isn't this machine's.
        IOException { InnerException: AddressInUseException } => exception.Message,
        _ when exception.InnerException is { } inner => Explain(inner),
        _ => null,
    };
}
