namespace CodeRunner.Grains.Storage;

/// <summary>Whether the store has room for more than what must be stored.</summary>
public interface IStorageSpace
{
    /// <summary>Whether less is free than is to be kept: then only the least is stored of what was accepted.</summary>
    ValueTask<bool> IsScarceAsync();
}
