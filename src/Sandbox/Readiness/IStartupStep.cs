using System.Collections.Immutable;

namespace CodeRunner.Sandbox.Readiness;

/// <summary>What must have happened before a process with sandboxes takes work. All steps are run in the order in which they are registered.</summary>
public interface IStartupStep
{
    /// <summary>Runs it, with sandboxes that can be had.</summary>
    /// <returns>What is in the way, a sentence each; empty when nothing is. Nothing follows a step with a problem.</returns>
    /// <exception cref="SandboxUnavailableException">What sandboxes are made with is away; all steps are tried again.</exception>
    /// <exception cref="SandboxException">The sandbox failed altogether.</exception>
    /// <exception cref="InvalidOperationException">Something that the machine must have is missing.</exception>
    Task<ImmutableArray<string>> RunAsync(CancellationToken cancellationToken);
}
