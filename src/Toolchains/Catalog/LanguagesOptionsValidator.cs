using Microsoft.Extensions.Options;

namespace CodeRunner.Toolchains.Catalog;

/// <summary>Refuses to start with an entry that could not work, naming the entry and the member.</summary>
internal sealed class LanguagesOptionsValidator : IValidateOptions<LanguagesOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LanguagesOptions options)
    {
        var languages = LanguageEntries.Of(options);
        List<string> problems = [.. languages.SelectMany(LanguageRules.Problems)];
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var language in languages)
        {
            foreach (var taken in language.Aliases.Prepend(language.Id))
            {
                if (!names.TryAdd(taken, language.Id))
                    problems.Add($"{LanguageRules.Entry(language)}:Aliases: \"{taken}\" also names the language \"{names[taken]}\".");
            }
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
