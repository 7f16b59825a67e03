namespace CodeRunner.Toolchains.Cache;

/// <summary>The values of the tags of <c>coderunner.cache.requests</c>.</summary>
internal static class CacheWords
{
    public const string Compile = "compile";
    public const string Preamble = "preamble";
    public const string Hit = "hit";
    public const string Miss = "miss";
    public const string Joined = "joined";
}
