namespace CodeRunner.Sandbox;

/// <summary>The one folder of the server's that compile sandboxes see, read-only. Whoever fills it says where it is.</summary>
public interface ISharedFolder
{
    /// <summary>Where it is in a sandbox.</summary>
    string Inside { get; }

    /// <summary>Its path outside of sandboxes; null when there is none to be had.</summary>
    string? Outside { get; }

    /// <summary>The folder that all servers' folders are in.</summary>
    string Parent { get; }
}
