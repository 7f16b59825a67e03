using CodeRunner.Sandbox;
using CodeRunner.Toolchains.Cache;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Toolchains.CFamily.Preambles;

/// <summary>
/// The folder that compile sandboxes see, read-only, at <see cref="Inside"/>. Only the server writes to it. Nobody inside can list it:
/// the names of its entries would tell what others include.
/// </summary>
internal sealed partial class PreambleFolder(IOptions<PreambleOptions> options, ILogger<PreambleFolder> logger) : ISharedFolder, IDisposable
{
    /// <summary>Where it is in a sandbox.</summary>
    public const string Inside = "/preambles";

    /// <summary>What the sandbox's users may do with its folders: enter, not list.</summary>
    public const UnixFileMode Enter = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const string DefaultParent = "/var/cache/coderunner/preambles";
    private const string SharedName = "shared";
    private const string RecordsName = "records";

    private readonly Lazy<OwnedFolder?> _folder = new(() => Take(options.Value, logger));

    /// <summary>Its path outside of sandboxes; null when there is none to be had.</summary>
    public string? Shared => Below(SharedName);

    /// <summary>The folder that all servers' folders are in.</summary>
    public string Parent => Path.GetFullPath(ParentOf(options.Value));

    string ISharedFolder.Inside => Inside;

    string? ISharedFolder.Outside => Shared;

    /// <summary>The folder with the size and hash of each entry, which sandboxes don't see.</summary>
    public string? Records => Below(RecordsName);

    /// <summary>Gives it up.</summary>
    public void Dispose()
    {
        if (_folder.IsValueCreated)
            _folder.Value?.Dispose();
    }

    private string? Below(string name) => _folder.Value is { } folder ? Path.Combine(folder.Path, name) : null;

    private static string ParentOf(PreambleOptions options) => options.Folder.Length > 0 ? options.Folder : DefaultParent;

    private static OwnedFolder? Take(PreambleOptions options, ILogger logger)
    {
        if (!options.Enabled)
            return null;
        var parent = ParentOf(options);
        try
        {
            var folder = OwnedFolder.Take(parent);
            var shared = Path.Combine(folder.Path, SharedName);
            Directory.CreateDirectory(shared);
            File.SetUnixFileMode(shared, Enter);
            Directory.CreateDirectory(Path.Combine(folder.Path, RecordsName));
            return folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SandboxException)
        {
            LogUnusable(logger, exception, parent);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Headers are not precompiled: {Folder} (Compile:Preambles:Folder) can't be used.")]
    private static partial void LogUnusable(ILogger logger, Exception exception, string folder);
}
