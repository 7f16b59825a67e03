namespace CodeRunner.Grains.Storage;

/// <summary>A grain state to be written whose bytes count as a client's; a storage that is given one without this counts it as nobody's.</summary>
public interface IOwnedState
{
    /// <summary>The client.</summary>
    string Owner { get; }
}
