namespace CodeRunner.Sandbox;

/// <summary>What sandboxes are made of.</summary>
public enum SandboxKind
{
    /// <summary>Native where bubblewrap and root are, else Docker where an engine answers.</summary>
    Auto,

    /// <summary>Namespaces and control groups by bubblewrap and the server itself.</summary>
    Native,

    /// <summary>Containers of a Docker engine.</summary>
    Docker,
}
