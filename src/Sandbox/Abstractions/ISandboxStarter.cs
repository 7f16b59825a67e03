namespace CodeRunner.Sandbox;

/// <summary>Starts sandboxes of one kind. Knows nothing of the pool.</summary>
public interface ISandboxStarter
{
    /// <summary>The kind in one line, for the log and for people: name, version, what it relies on.</summary>
    string Description { get; }

    /// <summary>
    /// Tells one set of compilers, headers and libraries in its sandboxes from another, as far as a compiler's version doesn't. What was
    /// compiled is kept for as long as this is the same.
    /// </summary>
    string Toolchain { get; }

    /// <summary>Whether its compile sandboxes see the <see cref="ISharedFolder"/>.</summary>
    bool SharesFolder { get; }

    /// <summary>Whether starting one takes so much of the processors that what runs meanwhile would be slower for it.</summary>
    bool StartsAreCostly { get; }

    /// <summary>Checks that the machine has what is needed, and removes what an earlier server left behind.</summary>
    /// <exception cref="SandboxException">Something is missing; the message says what to do.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>The sandboxes that a language needs.</summary>
    /// <param name="stage">What for.</param>
    /// <param name="language">Its id.</param>
    SandboxSpec SpecOf(SandboxStage stage, string language);

    /// <summary>Starts one.</summary>
    /// <exception cref="SandboxException">It could not be started.</exception>
    Task<IWarmSandbox> StartAsync(SandboxSpec spec, CancellationToken cancellationToken);
}

/// <summary>A sandbox as the pool sees it.</summary>
public interface IWarmSandbox : ISandbox
{
    /// <summary>Whether it still stands by. Cheap.</summary>
    bool IsAlive { get; }

    /// <summary>Ends when whoever took it has given it up.</summary>
    Task WhenDisposed { get; }

    /// <summary>Ends when it is dead while it is still warm, where its kind can tell; else never. Means nothing once it is used, and is this sandbox's own task.</summary>
    Task WhenDead { get; }
}
