using System.Buffers;
using System.Globalization;
using System.Text;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Gateway.Api.CodeRunner.Events;

/// <summary>
/// Puts characters together again that were cut where one piece of output ended and the next began, for each stream of each test.
/// What it holds back travels in the event's id, so that a client that comes back with that id loses nothing either.
/// </summary>
internal sealed class OutputText
{
    private const char EntrySeparator = '_';
    private const char PartSeparator = '.';
    private const int PartCount = 3;
    private const int MaxHeldBytes = 3;

    private readonly SortedDictionary<(int Test, OutputStream Stream), byte[]> _held = [];

    /// <summary>What is held back, as an ending of an event's id; empty when nothing is.</summary>
    public string State => string.Concat(_held.Select(static entry => string.Create(
        CultureInfo.InvariantCulture,
        $"{EntrySeparator}{entry.Key.Test}{PartSeparator}{(int)entry.Key.Stream}{PartSeparator}{Convert.ToHexString(entry.Value)}")));

    /// <summary>Takes up what <see cref="State"/> said; ignores what it can't have said.</summary>
    public void Restore(string state)
    {
        foreach (var entry in state.Split(EntrySeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = entry.Split(PartSeparator);
            if (parts.Length == PartCount
                && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var test)
                && Enum.TryParse<OutputStream>(parts[1], out var stream) && stream is OutputStream.Stdout or OutputStream.Stderr
                && parts[2].Length is > 0 and <= 2 * MaxHeldBytes && parts[2].Length % 2 == 0 && parts[2].All(char.IsAsciiHexDigit))
            {
                _held[(test, stream)] = Convert.FromHexString(parts[2]);
            }
        }
    }

    /// <summary>The whole characters that there are with <paramref name="data"/>; the bytes of one begun are held back.</summary>
    public Blob Add(int test, OutputStream stream, Blob data)
    {
        var key = (test, stream);
        byte[] bytes = _held.Remove(key, out var held) ? [.. held, .. data.Span] : data.Span.ToArray();
        var whole = bytes.Length - CountBegun(bytes);
        if (whole == bytes.Length)
            return new Blob(bytes);
        _held[key] = bytes[whole..];
        return new Blob(bytes[..whole]);
    }

    /// <summary>What was held back of a test that ended: characters that will never be whole.</summary>
    public IReadOnlyList<(OutputStream Stream, Blob Data)> End(int test)
    {
        var ended = _held.Where(entry => entry.Key.Test == test).Select(static entry => (entry.Key.Stream, new Blob(entry.Value))).ToList();
        foreach (var (stream, _) in ended)
            _held.Remove((test, stream));
        return ended;
    }

    /// <summary>Forgets what was held back: another attempt writes everything anew.</summary>
    public void Clear() => _held.Clear();

    // How many bytes at the end are the beginning of a character and may become one.
    private static int CountBegun(ReadOnlySpan<byte> bytes)
    {
        for (var length = Math.Min(MaxHeldBytes, bytes.Length); length > 0; length--)
        {
            if (Rune.DecodeFromUtf8(bytes[^length..], out _, out var consumed) == OperationStatus.NeedMoreData && consumed == length)
                return length;
        }

        return 0;
    }
}
