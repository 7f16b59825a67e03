using System.Collections.Immutable;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Toolchains.Catalog;

namespace CodeRunner.Toolchains.CFamily.Sources;

/// <summary>
/// Says which of a submission's files are compiled beside its main source: those that the request lists; else all that have the ending of a source and
/// that no other file includes.
/// </summary>
internal static class SourceSelection
{
    /// <summary>Their paths, in the order of the request.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, which is looked for at each file.</exception>
    public static ImmutableArray<string> Of(Language language, SubmissionRequest request, CancellationToken cancellationToken = default)
    {
        if (request.HasSources)
            return [.. request.Sources.Where(name => name != language.SourceName)];
        ImmutableArray<string> candidates = [.. request.Files.Select(static file => file.Path).Where(language.IsSource)];
        if (candidates.IsEmpty)
            return candidates;
        var included = Included(language, request, candidates, cancellationToken);
        return candidates.RemoveAll(included.Contains);
    }

    /// <summary>What is included by another file that the compiler may come to see.</summary>
    private static HashSet<string> Included(
        Language language, SubmissionRequest request, ImmutableArray<string> candidates, CancellationToken cancellationToken)
    {
        var files = request.Files.ToDictionary(static file => file.Path, static file => file.Content, StringComparer.Ordinal);
        files[language.SourceName] = request.Code;
        var included = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(candidates, StringComparer.Ordinal) { language.SourceName };
        var waiting = new Queue<string>(seen);
        while (waiting.TryDequeue(out var path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var line in IncludeLines.Read(files[path].Span))
            {
                if (Find(files, path, line) is not { } found || found == path)
                    continue;
                included.Add(found);
                if (seen.Add(found))
                    waiting.Enqueue(found);
            }
        }

        return included;
    }

    private static string? Find(Dictionary<string, Blob> files, string includer, IncludeLine line)
    {
        var folder = includer.LastIndexOf('/');
        string?[] places =
        [
            line.IsQuoted ? Normalise(includer[..(folder + 1)] + line.Name) : null,
            Normalise(line.Name),
        ];
        return places.FirstOrDefault(place => place is not null && files.ContainsKey(place));
    }

    /// <summary>A path without <c>.</c>, <c>..</c> and empty parts; null when it leaves the folder.</summary>
    private static string? Normalise(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part != "..")
                parts.Add(part);
            else if (parts.Count == 0)
                return null;
            else
                parts.RemoveAt(parts.Count - 1);
        }

        return string.Join('/', parts);
    }
}
