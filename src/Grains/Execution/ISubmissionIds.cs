namespace CodeRunner.Grains.Execution;

/// <summary>Makes the ids of new submissions. An id decides which dispatcher it waits with, so whoever knows which of them answer chooses well.</summary>
public interface ISubmissionIds
{
    /// <summary>A new UUID of version 4.</summary>
    Guid Next();
}

/// <summary>Any id, where there is one process and thus one that answers.</summary>
public sealed class AnyIds : ISubmissionIds
{
    /// <inheritdoc/>
    public Guid Next() => Guid.NewGuid();
}
