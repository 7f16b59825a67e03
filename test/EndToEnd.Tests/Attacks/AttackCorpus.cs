namespace CodeRunner.EndToEnd.Tests.Attacks;

/// <summary>The programs in test/Programs.</summary>
internal static class AttackCorpus
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Programs");

    /// <summary>The files of a folder below test/Programs, by name.</summary>
    public static TheoryData<string> Names(string folder)
    {
        var names = Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cpp")
            .Select(file => $"{folder}/{Path.GetFileName(file)}")
            .Order(StringComparer.Ordinal);
        return [.. names];
    }

    public static AttackProgram Load(string name) => AttackProgram.Load(Path.Combine(Root, name));
}
