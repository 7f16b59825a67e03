using System.Text.RegularExpressions;

namespace CodeRunner.Architecture.Tests;

/// <summary>What documents point at is there.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Links_InDocuments_LeadSomewhere() => Repository.AssertNone(
        from path in Repository.FilesIn(".", "*.md")
        from Match link in Link().Matches(Repository.Read(path))
        let target = link.Groups["path"].Value
        where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
        where !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, target))
        select $"{path}: {target}");

    [Fact]
    public void Decisions_All_AreInTheIndex()
    {
        var index = Repository.Read("docs/adr/README.md");

        Repository.AssertNone(
            from path in Repository.FilesIn("docs/adr", "0*.md")
            let name = Path.GetFileName(path)
            let title = Repository.Read(path).Split('\n')[0].TrimStart('#', ' ').Split(". ", 2)[1]
            let row = $"| [{int.Parse(name[..4], System.Globalization.CultureInfo.InvariantCulture)}]({name}) | {title} |"
            where !index.Contains(row, StringComparison.Ordinal)
            select row);
    }

    [GeneratedRegex(@"\]\((?<path>[^)#\s]*)(#[^)\s]*)?\)")]
    private static partial Regex Link();
}
