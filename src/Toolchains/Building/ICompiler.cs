using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Toolchains.Catalog;

namespace CodeRunner.Toolchains.Building;

/// <summary>Makes programs of sources.</summary>
public interface ICompiler
{
    /// <summary>Compiles a submission, or takes what came of an equal compile. What the user did wrong is a result, what the sandbox did an exception.</summary>
    /// <param name="installed">Its language, which is one that is compiled.</param>
    /// <param name="request">Its sources and options, which the language allows.</param>
    /// <param name="cancellationToken">Kills the compiler's sandbox.</param>
    Task<Compilation> CompileAsync(InstalledLanguage installed, SubmissionRequest request, CancellationToken cancellationToken);
}

/// <summary>What came of a compile.</summary>
/// <param name="Result">What the user is told.</param>
/// <param name="Program">The compiled program; only when it succeeded.</param>
public sealed record Compilation(CompileResult Result, Blob Program);
