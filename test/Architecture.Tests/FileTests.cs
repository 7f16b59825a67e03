namespace CodeRunner.Architecture.Tests;

/// <summary>What a file may be like, wherever it lies.</summary>
public sealed class FileTests
{
    private const int MostLines = 300;

    private static readonly (string Folder, string Pattern)[] _code =
        [("src", "*.cs"), ("test", "*.cs"), ("bench", "*.cs"), ("web/src", "*.ts"), ("web/src", "*.tsx"), ("web/src", "*.css")];

    [Fact]
    public void Files_OfCode_HaveOneSubject() => Repository.AssertNone(
        from path in Code()
        let lines = Repository.Read(path).Count(static letter => letter == '\n')
        where lines > MostLines
        select $"{path} has {lines} lines");

    private static IEnumerable<string> Code() => _code.SelectMany(static code => Repository.FilesIn(code.Folder, code.Pattern));
}
