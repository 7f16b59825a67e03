using CodeRunner.Contracts;
using CodeRunner.Sandbox.Compiling.Preambles;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace CodeRunner.Sandbox.Docker;

/// <summary>
/// The folder of precompiled headers as the engine knows it. Server and engine need not see the same files under one path (either may be in a container, or on
/// another machine), so a compile sandbox is asked whether it sees what the server has just written there. Where it doesn't, headers are not precompiled.
/// </summary>
internal sealed partial class PreambleShare(PreambleFolder? folder, DockerOptions options, DockerEngine engine, ILogger logger)
{
    private static readonly ProcessLimits Limits = new()
    {
        CpuTime = TimeSpan.FromSeconds(2),
        WallTime = TimeSpan.FromSeconds(10),
        Memory = ByteSize.FromMiB(64),
        Output = ByteSize.FromKiB(4),
        Processes = 8,
        Stack = ByteSize.FromMiB(8),
        FileSize = ByteSize.FromKiB(4),
        OpenFiles = 64,
    };

    private bool _tried;

    /// <summary>Its path for the engine; null: none is mounted.</summary>
    public string? Source { get; private set; }

    /// <summary>Tries it, once.</summary>
    /// <param name="start">Starts a compile sandbox with what <see cref="Source"/> says.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="SandboxUnavailableException">The engine is away; nothing is known yet.</exception>
    public async Task TryAsync(Func<Task<IWarmSandbox>> start, CancellationToken cancellationToken)
    {
        if (_tried || folder?.Shared is not { } shared)
            return;
        var isSeen = false;
        try
        {
            Source = folder.SharedBelow(await ParentAsync(cancellationToken));
            isSeen = await IsSeenAsync(shared, start, cancellationToken);
            _tried = true;
        }
        catch (SandboxException exception) when (exception.InnerException is DockerApiException { StatusCode: < System.Net.HttpStatusCode.InternalServerError })
        {
            // There is no such folder, or no such volume.
            LogRefused(exception.Message);
            _tried = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnusable(exception, shared);
            _tried = true;
        }
        finally
        {
            if (_tried && !isSeen)
                LogNotShared(Source ?? options.Preambles);
            if (!isSeen)
                Source = null;
        }
    }

    /// <summary>A name without a slash is that of a volume; where it lies only the engine knows.</summary>
    private async Task<string> ParentAsync(CancellationToken cancellationToken) => options.Preambles switch
    {
        "" => folder!.Parent,
        ['/', ..] => options.Preambles,
        _ => await engine.FindVolumeAsync(options.Preambles, cancellationToken),
    };

    private static async Task<bool> IsSeenAsync(string shared, Func<Task<IWarmSandbox>> start, CancellationToken cancellationToken)
    {
        var mark = $"mark-{Guid.NewGuid():N}";
        var file = Path.Combine(shared, mark);
        await File.WriteAllTextAsync(file, mark, cancellationToken);
        try
        {
            await using var sandbox = await start();
            var spec = new ProcessSpec { Command = ["/bin/sh", "-c", $"read -r mark <{PreambleFolder.Inside}/{mark}; echo $mark"], Limits = Limits };
            return (await sandbox.RunAsync(spec, output: null, cancellationToken)).Stdout.ToString().Trim() == mark;
        }
        finally
        {
            File.Delete(file);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(LogLevel.Warning, "{Folder} (Compile:Preambles:Folder) can't be written to.")]
    private partial void LogUnusable(Exception exception, string folder);

    [LoggerMessage(LogLevel.Warning, "Headers are not precompiled: the sandboxes do not see the server's folder at {Source}. Say by Sandbox:Docker:Preambles where the engine finds that of Compile:Preambles:Folder.")]
    private partial void LogNotShared(string source);
}
