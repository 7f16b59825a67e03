using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CodeRunner.Contracts.Languages;

namespace CodeRunner.Toolchains.Catalog;

/// <summary>What must be true of one <see cref="Language"/>.</summary>
internal static partial class LanguageRules
{
    private static readonly string[] _compilePlaceholders =
    [
        CommandTemplate.Standard, CommandTemplate.Definitions, CommandTemplate.Options, CommandTemplate.Sources, CommandTemplate.Libraries,
        CommandTemplate.Output,
    ];

    /// <summary>Where in the settings an entry is.</summary>
    public static string Entry(Language language) => $"{LanguagesOptions.Section}:{nameof(LanguagesOptions.Entries)}:{language.Id}";

    /// <summary>What is wrong with <paramref name="language"/>, one sentence each; none when it is right.</summary>
    public static IEnumerable<string> Problems(Language language) =>
        Names(language)
            .Concat(CompileCommand(language))
            .Concat(RunCommand(language))
            .Concat(Command(language.VersionCommand, nameof(Language.VersionCommand), []))
            .Concat(Standards(language))
            .Concat(AllowedOptions(language))
            .Select(problem => $"{Entry(language)}:{problem}");

    private static IEnumerable<string> Names(Language language)
    {
        if (!IdPattern().IsMatch(language.Id))
            yield return $"{nameof(Language.Id)}: \"{language.Id}\" must consist of a-z, 0-9, +, # and -.";
        foreach (var alias in language.Aliases.Where(alias => !IdPattern().IsMatch(alias)))
            yield return $"{nameof(Language.Aliases)}: \"{alias}\" must consist of a-z, 0-9, +, # and -.";
        if (string.IsNullOrWhiteSpace(language.Name))
            yield return $"{nameof(Language.Name)}: is required.";
        if (!SourceNamePattern().IsMatch(language.SourceName))
            yield return $"{nameof(Language.SourceName)}: \"{language.SourceName}\" must be a plain file name, for example main.cpp.";
        foreach (var extension in language.SourceExtensions.Where(extension => !ExtensionPattern().IsMatch(extension)))
            yield return $"{nameof(Language.SourceExtensions)}: \"{extension}\" must be a dot and a file name's ending, for example .cpp.";
    }

    private static IEnumerable<string> CompileCommand(Language language)
    {
        var command = language.CompileCommand;
        if (command.IsEmpty)
            return [];
        return Command(command, nameof(Language.CompileCommand), _compilePlaceholders)
            .Concat(Placeholder(command, nameof(Language.CompileCommand), CommandTemplate.Output, isRequired: true, isWhole: false))
            .Concat(Placeholder(command, nameof(Language.CompileCommand), CommandTemplate.Sources, isRequired: true, isWhole: true))
            .Concat(new[] { CommandTemplate.Definitions, CommandTemplate.Options, CommandTemplate.Libraries }
                .SelectMany(list => Placeholder(command, nameof(Language.CompileCommand), list, isRequired: false, isWhole: true)));
    }

    private static IEnumerable<string> RunCommand(Language language) =>
        Command(language.RunCommand, nameof(Language.RunCommand), [CommandTemplate.Program])
            .Concat(language.RunCommand.IsEmpty
                ? []
                : Placeholder(language.RunCommand, nameof(Language.RunCommand), CommandTemplate.Program, isRequired: true, isWhole: false));

    private static IEnumerable<string> Command(ImmutableArray<string> command, string member, string[] known)
    {
        if (command.IsEmpty)
        {
            yield return $"{member}: is required.";
            yield break;
        }

        if (!command[0].StartsWith('/') && command[0] != CommandTemplate.Program)
            yield return $"{member}: \"{command[0]}\" must be the absolute path of a program.";
        if (command.Any(argument => argument is null || argument.Contains('\0', StringComparison.Ordinal)))
            yield return $"{member}: an argument must not hold a NUL.";
        foreach (var placeholder in CommandTemplate.Placeholders(command).Except(known))
            yield return $"{member}: {placeholder} means nothing here; known: {(known.Length == 0 ? "none" : string.Join(", ", known))}.";
    }

    private static IEnumerable<string> Placeholder(
        ImmutableArray<string> command, string member, string placeholder, bool isRequired, bool isWhole)
    {
        var count = CommandTemplate.Placeholders(command).Count(found => found == placeholder);
        if (count == 0 && isRequired)
            yield return $"{member}: {placeholder} is missing.";
        if (count > 1)
            yield return $"{member}: {placeholder} must not come more than once.";
        if (isWhole && command.Any(argument => argument != placeholder && argument.Contains(placeholder, StringComparison.Ordinal)))
            yield return $"{member}: {placeholder} stands for several arguments and must be an argument by itself.";
    }

    private static IEnumerable<string> Standards(Language language)
    {
        foreach (var (id, value, _) in language.Standards.Where(standard => !StandardPattern().IsMatch(standard.Id) || standard.Value.Length == 0))
            yield return $"{nameof(Language.Standards)}: \"{id}\" = \"{value}\" needs an id of letters and digits and a value.";
        foreach (var name in NamesOfTwo(language))
            yield return $"{nameof(Language.Standards)}: \"{name}\" names two of them.";
        if (language.DefaultStandard is { } byDefault && StandardChoice.Find(LanguageDialects.Of(language), byDefault) is null)
            yield return $"{nameof(Language.DefaultStandard)}: \"{byDefault}\" is not among the standards.";
        if (language.DefaultStandard is null && !language.Standards.IsEmpty)
            yield return $"{nameof(Language.DefaultStandard)}: is required where there are standards.";
        if (Uses(language.CompileCommand, CommandTemplate.Standard) == language.Standards.IsEmpty)
        {
            yield return language.Standards.IsEmpty
                ? $"{nameof(Language.Standards)}: {CommandTemplate.Standard} is in the compile command, but there are no standards."
                : $"{nameof(Language.CompileCommand)}: {CommandTemplate.Standard} is missing, but there are standards.";
        }

        if (language.StandardProbe.IsEmpty)
            yield break;
        foreach (var problem in Command(language.StandardProbe, nameof(Language.StandardProbe), [CommandTemplate.Standard]))
            yield return problem;
        if (!Uses(language.StandardProbe, CommandTemplate.Standard))
            yield return $"{nameof(Language.StandardProbe)}: {CommandTemplate.Standard} is missing.";
    }

    // The entries of one id are one standard under several words of compilers.
    private static IEnumerable<string> NamesOfTwo(Language language) => LanguageDialects.Of(language)
        .SelectMany(static dialect => dialect.Names, static (dialect, name) => (Name: name, Owner: (dialect.Standard, dialect.Id == dialect.Standard)))
        .GroupBy(static named => named.Name, static named => named.Owner, StringComparer.OrdinalIgnoreCase)
        .Where(static owners => owners.Distinct().Count() > 1)
        .Select(static owners => owners.Key);

    private static IEnumerable<string> AllowedOptions(Language language)
    {
        if (!language.AllowedOptions.IsEmpty && !Uses(language.CompileCommand, CommandTemplate.Options))
            yield return $"{nameof(Language.CompileCommand)}: {CommandTemplate.Options} is missing, but there are allowed options.";
        foreach (var pattern in language.AllowedOptions)
        {
            if (PatternError(pattern) is { } error)
                yield return $"{nameof(Language.AllowedOptions)}: \"{pattern}\" is not a regular expression that can be used: {error}";
        }
    }

    private static string? PatternError(string pattern)
    {
        try
        {
            OptionFilter.Check(pattern);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return e.Message;
        }
    }

    private static bool Uses(ImmutableArray<string> command, string placeholder) =>
        CommandTemplate.Placeholders(command).Contains(placeholder);

    [GeneratedRegex(@"\A[a-z0-9+#-]+\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._+-]*\z")]
    private static partial Regex SourceNamePattern();

    [GeneratedRegex(@"\A\.[A-Za-z0-9+_-]+\z")]
    private static partial Regex ExtensionPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9+.-]+\z")]
    private static partial Regex StandardPattern();
}
