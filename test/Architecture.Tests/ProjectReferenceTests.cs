using System.Text;
using System.Xml.Linq;

namespace CodeRunner.Architecture.Tests;

/// <summary>Dependencies point down, as docs/architecture.md draws them.</summary>
public sealed class ProjectReferenceTests
{
    private const string Page = "docs/architecture.md";
    private const string Begin = "<!-- project references -->\n";

    private static readonly SortedDictionary<string, string[]> _references = Read();

    [Fact]
    public void References_OfAllProjects_AreAsDrawn()
    {
        var page = Repository.Read(Page);
        var picture = Draw();

        Assert.True(page.Contains(Begin + picture + "\n", StringComparison.Ordinal), $"{Page} must show, after {Begin}{picture}");
    }

    [Fact]
    public void References_OfAllProjects_HaveNoCycle() => Assert.All(_references.Keys, static project => Assert.DoesNotContain(project, Below(project)));

    private static HashSet<string> Below(string project)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(_references[project]);
        while (open.TryDequeue(out var next))
        {
            if (found.Add(next))
                Array.ForEach(_references[next], open.Enqueue);
        }

        return found;
    }

    /// <summary>The picture, without what follows from the rest.</summary>
    private static string Draw()
    {
        var text = new StringBuilder("```mermaid\nflowchart TD\n");
        foreach (var (project, references) in _references)
        {
            foreach (var reference in references.Where(reference => !references.Any(other => other != reference && Below(other).Contains(reference))))
                text.Append($"    {project} --> {reference}\n");
        }

        return text.Append("```").ToString();
    }

    private static SortedDictionary<string, string[]> Read() => new(
        Repository.FilesIn("src", "*.csproj").ToDictionary(
            static path => Path.GetFileNameWithoutExtension(path),
            static path => XDocument.Parse(Repository.Read(path)).Descendants("ProjectReference")
                .Select(static reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
                .Order(StringComparer.Ordinal).ToArray(),
            StringComparer.Ordinal),
        StringComparer.Ordinal);
}
