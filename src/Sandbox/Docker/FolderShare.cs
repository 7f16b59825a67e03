using CodeRunner.Contracts;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace CodeRunner.Sandbox.Docker;

/// <summary>A folder that is mounted into a sandbox.</summary>
/// <param name="Source">Its path on the engine's machine.</param>
/// <param name="Inside">Its path in the sandbox.</param>
internal sealed record MountedFolder(string Source, string Inside);

/// <summary>
/// The folder of precompiled headers as the engine knows it. Server and engine need not see the same files under one path (either may be in a container, or on
/// another machine), so a compile sandbox is asked whether it sees what the server has just written there. Where it doesn't, headers are not precompiled.
/// </summary>
internal sealed partial class FolderShare(ISharedFolder? folder, DockerOptions options, DockerEngine engine, ILogger logger)
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

    /// <summary>The folder as it is mounted; null: none is.</summary>
    public MountedFolder? Mounted { get; private set; }

    /// <summary>Tries it, once.</summary>
    /// <param name="start">Starts a compile sandbox with what <see cref="Mounted"/> says.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="SandboxUnavailableException">The engine is away; nothing is known yet.</exception>
    public async Task TryAsync(Func<Task<IWarmSandbox>> start, CancellationToken cancellationToken)
    {
        if (_tried || folder is not { Outside: { } outside })
            return;
        var isSeen = false;
        try
        {
            var parent = await ParentAsync(folder, cancellationToken);
            Mounted = new MountedFolder(Path.Combine(parent, Path.GetRelativePath(folder.Parent, outside)), folder.Inside);
            isSeen = await IsSeenAsync(folder.Inside, outside, start, cancellationToken);
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
            LogUnusable(exception, outside);
            _tried = true;
        }
        finally
        {
            if (_tried && !isSeen)
                LogNotShared(Mounted?.Source ?? options.Preambles);
            if (!isSeen)
                Mounted = null;
        }
    }

    /// <summary>A name without a slash is that of a volume; where it lies only the engine knows.</summary>
    private async Task<string> ParentAsync(ISharedFolder folder, CancellationToken cancellationToken) => options.Preambles switch
    {
        "" => folder.Parent,
        ['/', ..] => options.Preambles,
        _ => await engine.FindVolumeAsync(options.Preambles, cancellationToken),
    };

    private static async Task<bool> IsSeenAsync(string inside, string outside, Func<Task<IWarmSandbox>> start, CancellationToken cancellationToken)
    {
        var mark = $"mark-{Guid.NewGuid():N}";
        var file = Path.Combine(outside, mark);
        await File.WriteAllTextAsync(file, mark, cancellationToken);
        try
        {
            await using var sandbox = await start();
            var spec = new ProcessSpec { Command = ["/bin/sh", "-c", $"read -r mark <{inside}/{mark}; echo $mark"], Limits = Limits };
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
