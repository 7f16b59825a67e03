using System.Globalization;
using CodeRunner.Gateway.Json;

namespace CodeRunner.Gateway.Api.CodeRunner;

/// <summary>Reads the parameters that several endpoints share.</summary>
internal static class QueryParameters
{
    private const int CanonicalIdLength = 36;
    private const string Base64Word = "base64";

    /// <summary>A job's id, only in the form that the engine gives it out in.</summary>
    public static Guid? ReadId(string? id, FieldProblems problems)
    {
        if (string.IsNullOrEmpty(id))
            problems.Add("id", "is required: the id of a job");
        else if (id.Length == CanonicalIdLength && Guid.TryParseExact(id, "D", out var value))
            return value;
        else
            problems.Add("id", "must be a UUID like 3f2504e0-4f89-41d3-9a0c-0305e82c3301");
        return null;
    }

    /// <summary>How long to wait; nothing where it isn't said.</summary>
    public static TimeSpan ReadWait(string? wait, TimeSpan maximum, FieldProblems problems)
    {
        if (wait is null)
            return TimeSpan.Zero;
        var most = (int)maximum.TotalSeconds;
        if (int.TryParse(wait, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= most)
            return TimeSpan.FromSeconds(seconds);
        problems.Add("wait", $"must be a whole number of seconds from 0 to {most}");
        return TimeSpan.Zero;
    }

    /// <summary>How bytes are put into JSON; as text where it isn't said.</summary>
    public static TextEncoding ReadEncoding(string? encoding, FieldProblems problems)
    {
        if (encoding is not null and not Base64Word)
            problems.Add("encoding", $"must be {Base64Word}, or left out for text");
        return encoding == Base64Word ? TextEncoding.Base64 : TextEncoding.Utf8;
    }
}
