namespace CodeRunner.Architecture.Tests;

/// <summary>What both kinds of sandbox need is in a folder of neither.</summary>
public sealed class SandboxKindTests
{
    private const string Sandbox = "src/Sandbox";

    private static readonly string[] _kinds = ["Native", "Docker"];

    [Fact]
    public void Kinds_OfSandboxes_KnowNothingOfEachOther() => Repository.AssertNone(
        from kind in _kinds
        from other in _kinds.Where(other => other != kind)
        from path in Repository.FilesIn($"{Sandbox}/{kind}", "*.cs")
        where Repository.Read(path).Contains($"CodeRunner.Sandbox.{other}", StringComparison.Ordinal)
        select $"{path} refers to {other}");

    [Fact]
    public void Folders_OfWhatIsShared_KnowNoKind() => Repository.AssertNone(
        from folder in Directory.GetDirectories(Path.Combine(Repository.Root, Sandbox)).Select(Path.GetFileName)
        where !_kinds.Contains(folder) && folder is not ("bin" or "obj")
        from path in Repository.FilesIn($"{Sandbox}/{folder}", "*.cs")
        from kind in _kinds
        where Repository.Read(path).Contains($"using CodeRunner.Sandbox.{kind}", StringComparison.Ordinal)
        select $"{path} refers to {kind}");
}
