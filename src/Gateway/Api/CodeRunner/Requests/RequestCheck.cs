using CodeRunner.Contracts.Languages;
using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Languages;
using CodeRunner.Gateway.Options;

namespace CodeRunner.Gateway.Api.CodeRunner.Requests;

/// <summary>One look at a request's values. What the request's words stand for is found here, once.</summary>
internal sealed class RequestCheck(RunRequest request, ILanguageDirectory languages, LimitsOptions limits, FieldProblems problems)
{
    private const int MaxEchoLength = 40;

    /// <summary>The whole request.</summary>
    public RunRequest Request => request;

    /// <summary>The languages that there are.</summary>
    public ILanguageDirectory Languages => languages;

    /// <summary>What requests may ask for.</summary>
    public LimitsOptions Limits => limits;

    /// <summary>The language that the request means; null when it means none.</summary>
    public LanguageInfo? Language { get; set; }

    /// <summary>The standard that the request means, and the compile options that are left; null when something is wrong with them.</summary>
    public StandardChoice? Standard { get; set; }

    /// <summary>Notes that a field is wrong. One that already has a problem should be left alone, as its value is not what was sent.</summary>
    public void Add(string path, string problem) => problems.Add(path, problem);

    /// <summary>Whether something is wrong with exactly this field.</summary>
    public bool Has(string path) => problems.Has(path);

    /// <summary>Notes that a field is missing.</summary>
    public void Require(string path)
    {
        if (!problems.Has(path) && !problems.Has(FieldPath.Root))
            problems.Add(path, "is required");
    }

    /// <summary>The client's own words, short enough for a sentence.</summary>
    public static string Echo(string text) => text.Length <= MaxEchoLength ? $"'{text}'" : $"'{text.AsSpan(0, MaxEchoLength)}...'";
}
