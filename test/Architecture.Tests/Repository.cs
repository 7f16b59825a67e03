using System.Reflection;

namespace CodeRunner.Architecture.Tests;

/// <summary>The files of the project, without what is built or fetched.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["artifacts", "node_modules", "bin", "obj", "dist", ".git"];

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "RepositoryRoot").Value!);

    /// <summary>All files below a folder of the project that fit a pattern, as paths from <see cref="Root"/>.</summary>
    public static IEnumerable<string> FilesIn(string folder, string pattern)
    {
        var full = Path.Combine(Root, folder);
        return Directory.EnumerateFiles(full, pattern)
            .Concat(Directory.EnumerateDirectories(full)
                .Where(static child => !NotOurs.Contains(Path.GetFileName(child)))
                .SelectMany(child => FilesIn(Path.GetRelativePath(Root, child), pattern)))
            .Select(static path => Path.GetRelativePath(Root, Path.Combine(Root, path)));
    }

    /// <summary>A file's text.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Fails with all that is complained about.</summary>
    public static void AssertNone(IEnumerable<string> complaints)
    {
        var all = complaints.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
