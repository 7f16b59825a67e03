using CodeRunner.Sandbox;
using CodeRunner.Silo.Storage;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Hosting;

/// <summary>How the process starts and ends.</summary>
internal static class HostingExtensions
{
    private const int CannotStart = 1;

    /// <summary>Adds the line that says that the server is up.</summary>
    public static WebApplicationBuilder AddBanner(this WebApplicationBuilder builder)
    {
        builder.Services.AddHostedService<Banner>();
        return builder;
    }

    /// <summary>Runs until it is stopped. What the operator can mend is said in a sentence instead of thrown as an exception.</summary>
    /// <returns>The process's exit status.</returns>
    public static async Task<int> RunToEndAsync(this WebApplication app)
    {
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

    private static string? Explain(Exception exception) => exception switch
    {
        SandboxException or DataFolderException => exception.Message,
        OptionsValidationException validation => string.Join(' ', validation.Failures),
        // An address in use, or one that isn't this machine's.
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => exception.Message,
        _ when exception.InnerException is { } inner => Explain(inner),
        _ => null,
    };
}
