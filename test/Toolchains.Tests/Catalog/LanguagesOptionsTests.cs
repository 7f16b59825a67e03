using System.Text;
using CodeRunner.Judging;
using CodeRunner.Judging.Runs;
using CodeRunner.Toolchains.Building;
using CodeRunner.Toolchains.CFamily;
using CodeRunner.Toolchains.Catalog;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CodeRunner.Toolchains.Tests.Catalog;

public sealed class LanguagesOptionsTests
{
    private const string Python = """
        "py": { "Name": "Python", "Aliases": ["python", "python3"], "SourceName": "main.py",
                "RunCommand": ["/usr/bin/python3", "{program}"], "VersionCommand": ["/usr/bin/python3", "--version"] }
        """;

    [Fact]
    public void Of_NoSettings_GivesCppAndC() => Assert.Equal(["cpp", "c"], Read("").Select(language => language.Id));

    [Fact]
    public void Of_NewEntry_IsAdded()
    {
        var added = Read(Python)[^1];

        Assert.Equal(("py", "Python", "main.py"), (added.Id, added.Name, added.SourceName));
        Assert.Equal(["python", "python3"], added.Aliases.AsEnumerable());
        Assert.Equal(["/usr/bin/python3", "{program}"], added.RunCommand.AsEnumerable());
        Assert.True(added.CompileCommand.IsEmpty);
        Assert.Null(added.DefaultStandard);
    }

    [Fact]
    public void Of_BuiltInEntry_ChangesWhatItNames()
    {
        var cpp = Read("""
            "cpp": { "DefaultStandard": "17", "Aliases": ["cc"], "AllowedOptions": [], "Standards": [{"Id": "17", "Value": "gnu++17"}] }
            """)[0];

        Assert.Equal("17", cpp.DefaultStandard);
        Assert.Equal(["-DONLINE_JUDGE"], cpp.Definitions.AsEnumerable());
        Assert.Equal(["cc"], cpp.Aliases.AsEnumerable());
        Assert.Empty(cpp.AllowedOptions);
        Assert.Equal([new LanguageStandard("17", "gnu++17")], cpp.Standards.AsEnumerable());
        Assert.Equal(BuiltInLanguages.All[0].CompileCommand, cpp.CompileCommand);
    }

    [Fact]
    public void Of_DisabledEntry_IsLeftOut() =>
        Assert.Equal(["cpp"], Read("\"c\": { \"Enabled\": false }").Select(language => language.Id));

    [Fact]
    public void Of_NoBuiltIns_GivesOnlyTheSettings()
    {
        var provider = Provider($$"""{ "Languages": { "BuiltIn": false, "Entries": { {{Python}} } } }""");

        Assert.Equal(["py"], LanguageEntries.Of(provider.GetRequiredService<IOptions<LanguagesOptions>>().Value).Select(language => language.Id));
    }

    [Theory]
    [InlineData("\"Py\": {}", "Languages:Entries:Py:Id: \"Py\" must consist of")]
    [InlineData("\"a b\": {}", "Languages:Entries:a b:Id")]
    [InlineData("\"x\": {}", "Languages:Entries:x:Name: is required")]
    [InlineData("\"x\": {}", "Languages:Entries:x:SourceName")]
    [InlineData("\"x\": {}", "Languages:Entries:x:RunCommand: is required")]
    [InlineData("\"x\": {}", "Languages:Entries:x:VersionCommand: is required")]
    [InlineData("\"cpp\": {\"Name\": \" \"}", "Languages:Entries:cpp:Name: is required")]
    [InlineData("\"cpp\": {\"Aliases\": [\"C++\"]}", "Languages:Entries:cpp:Aliases: \"C++\" must consist of")]
    [InlineData("\"cpp\": {\"Aliases\": [\"c\"]}", "Languages:Entries:c:Aliases: \"c\" also names the language \"cpp\"")]
    [InlineData("\"cpp\": {\"Aliases\": [\"a\", \"a\"]}", "Languages:Entries:cpp:Aliases: \"a\" also names")]
    [InlineData("\"cpp\": {\"SourceName\": \"a/b.cpp\"}", "Languages:Entries:cpp:SourceName: \"a/b.cpp\" must be a plain file name")]
    [InlineData("\"cpp\": {\"SourceName\": \"..\"}", "Languages:Entries:cpp:SourceName")]
    [InlineData("\"cpp\": {\"SourceName\": \"-x\"}", "Languages:Entries:cpp:SourceName")]
    [InlineData("\"cpp\": {\"SourceName\": \"a\\n\"}", "Languages:Entries:cpp:SourceName")]
    [InlineData("\"cpp\": {\"SourceExtensions\": [\"cpp\"]}", "Languages:Entries:cpp:SourceExtensions: \"cpp\" must be a dot")]
    [InlineData("\"cpp\": {\"CompileCommand\": [\"g++\", \"-std={standard}\", \"{options}\", \"{output}\", \"{sources}\"]}", "Languages:Entries:cpp:CompileCommand: \"g++\" must be the absolute path")]
    [InlineData("\"cpp\": {\"CompileCommand\": [\"/g\", \"-std={standard}\", \"{options}\", \"{sources}\"]}", "Languages:Entries:cpp:CompileCommand: {output} is missing")]
    [InlineData("\"cpp\": {\"CompileCommand\": [\"/g\", \"-std={standard}\", \"{options}\", \"{output}\"]}", "Languages:Entries:cpp:CompileCommand: {sources} is missing")]
    [InlineData("\"cpp\": {\"CompileCommand\": [\"/g\", \"-std={standard}\", \"{output}\", \"{sources}\"]}", "Languages:Entries:cpp:CompileCommand: {options} is missing, but there are allowed options")]
    [InlineData("\"cpp\": {\"CompileCommand\": [\"/g\", \"{options}\", \"{output}\", \"{sources}\"]}", "Languages:Entries:cpp:CompileCommand: {standard} is missing, but there are standards")]
    [InlineData("\"cpp\": {\"CompileCommand\": [\"/g\", \"-std={standard}\", \"{options}\", \"{output}\", \"{output}\", \"{sources}\"]}", "Languages:Entries:cpp:CompileCommand: {output} must not come more than once")]
    [InlineData("\"cpp\": {\"CompileCommand\": [\"/g\", \"-std={standard}\", \"{options}\", \"{output}\", \"x{sources}\"]}", "Languages:Entries:cpp:CompileCommand: {sources} stands for several arguments")]
    [InlineData("\"cpp\": {\"CompileCommand\": [\"/g\", \"-std={standard}\", \"-x{options}\", \"{output}\", \"{sources}\"]}", "Languages:Entries:cpp:CompileCommand: {options} stands for several arguments")]
    [InlineData("\"cpp\": {\"CompileCommand\": [\"/g\", \"-std={standard}\", \"{options}\", \"{output}\", \"{sources}\", \"{Program}\"]}", "Languages:Entries:cpp:CompileCommand: {Program} means nothing here")]
    [InlineData("\"cpp\": {\"RunCommand\": [\"/bin/x\"]}", "Languages:Entries:cpp:RunCommand: {program} is missing")]
    [InlineData("\"cpp\": {\"RunCommand\": [\"{program}\", \"{output}\"]}", "Languages:Entries:cpp:RunCommand: {output} means nothing here")]
    [InlineData("\"cpp\": {\"RunCommand\": [\"sh\", \"{program}\"]}", "Languages:Entries:cpp:RunCommand: \"sh\" must be the absolute path")]
    [InlineData("\"cpp\": {\"VersionCommand\": [\"g++\"]}", "Languages:Entries:cpp:VersionCommand: \"g++\" must be the absolute path")]
    [InlineData("\"cpp\": {\"VersionCommand\": [\"/g\", \"{program}\"]}", "Languages:Entries:cpp:VersionCommand: {program} means nothing here; known: none")]
    [InlineData("\"cpp\": {\"StandardProbe\": [\"/g\"]}", "Languages:Entries:cpp:StandardProbe: {standard} is missing")]
    [InlineData("\"cpp\": {\"StandardProbe\": [\"g\", \"{standard}\"]}", "Languages:Entries:cpp:StandardProbe: \"g\" must be the absolute path")]
    [InlineData("\"cpp\": {\"DefaultStandard\": \"97\"}", "Languages:Entries:cpp:DefaultStandard: \"97\" is not among the standards")]
    [InlineData("\"cpp\": {\"Standards\": []}", "Languages:Entries:cpp:Standards: {standard} is in the compile command, but there are no standards")]
    [InlineData("\"cpp\": {\"Standards\": [{\"Id\": \"20\"}]}", "Languages:Entries:cpp:Standards: \"20\" = \"\" needs an id")]
    [InlineData("\"cpp\": {\"Standards\": [{\"Id\": \"a b\", \"Value\": \"x\"}]}", "Languages:Entries:cpp:Standards: \"a b\" = \"x\" needs an id")]
    [InlineData("\"cpp\": {\"Standards\": [{\"Id\": \"20\", \"Value\": \"a\"}, {\"Id\": \"17\", \"Value\": \"b\", \"Names\": [\"A\"]}]}", "Languages:Entries:cpp:Standards: \"a\" names two of them")]
    [InlineData("\"cpp\": {\"AllowedOptions\": [\"(\"]}", "Languages:Entries:cpp:AllowedOptions: \"(\" is not a regular expression")]
    [InlineData("\"cpp\": {\"AllowedOptions\": [\"a)|(?:b\"]}", "Languages:Entries:cpp:AllowedOptions: \"a)|(?:b\" is not a regular expression")]
    [InlineData("\"cpp\": {\"AllowedOptions\": [\"(?!x).*\"]}", "Languages:Entries:cpp:AllowedOptions: \"(?!x).*\" is not a regular expression")]
    [InlineData("\"py\": { \"Name\": \"P\", \"SourceName\": \"m.py\", \"RunCommand\": [\"/p\", \"{program}\"], \"VersionCommand\": [\"/p\"], \"Standards\": [{\"Id\": \"3\", \"Value\": \"3\"}] }", "Languages:Entries:py:DefaultStandard: is required")]
    public void Validate_BadEntry_NamesEntryAndMember(string entry, string problem)
    {
        var provider = Provider($$"""{ "Languages": { "Entries": { {{entry}} } } }""");

        var thrown = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<LanguagesOptions>>().Value);

        Assert.Contains(thrown.Failures, failure => failure.StartsWith(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{ "Compile": { "CpuTime": "00:00:00" } }""", typeof(CompileOptions))]
    [InlineData("""{ "Compile": { "Memory": 0 } }""", typeof(CompileOptions))]
    [InlineData("""{ "Run": { "OpenFiles": 0 } }""", typeof(RunOptions))]
    [InlineData("""{ "Judging": { "KeptOutput": -1 } }""", typeof(JudgingOptions))]
    [InlineData("""{ "Languages": { "ProbeTimeout": "00:00:00" } }""", typeof(LanguagesOptions))]
    [InlineData("""{ "Languages": { "Entries": { "cpp": { "Name": "" } } } }""", typeof(LanguagesOptions))]
    public void Start_BadSettings_Fails(string settings, Type options)
    {
        var validator = Provider(settings).GetRequiredService<IStartupValidator>();

        Assert.Equal(options, Assert.Throws<OptionsValidationException>(validator.Validate).OptionsType);
    }

    [Fact]
    public void Start_NoSettings_Succeeds() => Provider("{}").GetRequiredService<IStartupValidator>().Validate();

    private static List<Language> Read(string entries)
    {
        var options = Provider($$"""{ "Languages": { "Entries": { {{entries}} } } }""").GetRequiredService<IOptions<LanguagesOptions>>();
        return [.. LanguageEntries.Of(options.Value)];
    }

    private static ServiceProvider Provider(string json)
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddCodeRunnerToolchains()
            .AddCodeRunnerJudging()
            .BuildServiceProvider();
    }
}
