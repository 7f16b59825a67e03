using System.Globalization;
using CodeRunner.Sandbox;
using CodeRunner.Sandbox.Linux;

namespace CodeRunner.Toolchains.Cache;

/// <summary>The folder of this server's number below a shared one: no two servers ever use the same.</summary>
internal sealed class OwnedFolder : IDisposable
{
    private readonly ServerNumber _number;

    private OwnedFolder(string path, ServerNumber number)
    {
        Path = path;
        _number = number;
    }

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>Takes the one of the lowest free number, with whatever it holds.</summary>
    /// <exception cref="SandboxException">None is free.</exception>
    /// <exception cref="IOException">It can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static OwnedFolder Take(string parent)
    {
        var number = ServerNumber.Acquire(parent);
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(parent, number.Value.ToString(CultureInfo.InvariantCulture)));
        Directory.CreateDirectory(path);
        return new OwnedFolder(path, number);
    }

    /// <summary>Gives it up.</summary>
    public void Dispose() => _number.Dispose();
}
