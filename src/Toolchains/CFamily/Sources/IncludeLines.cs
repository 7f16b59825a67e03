using System.Buffers;
using System.Text;

namespace CodeRunner.Toolchains.CFamily.Sources;

/// <summary>A file that a source names in an <c>#include</c>.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="IsQuoted">Whether it is in quotes, so that the source's own folder is looked at first.</param>
internal readonly record struct IncludeLine(string Name, bool IsQuoted);

/// <summary>
/// Finds the <c>#include</c> lines of a C or C++ source. Those in comments, in strings and below <c>#if 0</c> don't count; those below other conditions do,
/// as what they depend on is the compiler's to say.
/// </summary>
internal ref struct IncludeLines
{
    /// <summary>The most characters between <c>R"</c> and its parenthesis: the compiler takes no more.</summary>
    private const int LongestDelimiter = 16;

    // What such a delimiter never holds.
    private static readonly SearchValues<byte> _delimiterEnds = SearchValues.Create(" )\\\t\v\f\r\n"u8);

    private ReadOnlySpan<byte> _rest;
    private bool _lineBegins = true;

    // For each condition that is open: whether what follows is left out for certain.
    private readonly Stack<bool> _conditions = new();

    // How many of them are so: nobody looks through the stack for each line of millions.
    private int _leftOut;

    private IncludeLines(ReadOnlySpan<byte> source) => _rest = source;

    /// <summary>All of them, in order.</summary>
    public static List<IncludeLine> Read(ReadOnlySpan<byte> source)
    {
        // A line that goes on in the next one is one line.
        if (source.Contains((byte)'\\'))
            source = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(source).Replace("\\\r\n", "", StringComparison.Ordinal).Replace("\\\n", "", StringComparison.Ordinal));
        var lines = new IncludeLines(source);
        var found = new List<IncludeLine>();
        while (!lines._rest.IsEmpty)
            lines.Step(found);
        return found;
    }

    private void Step(List<IncludeLine> found)
    {
        var first = (char)_rest[0];
        if (first == '\n')
        {
            _lineBegins = true;
            Skip(1);
        }
        else if (first is ' ' or '\t' or '\r' or '\v' or '\f')
        {
            Skip(1);
        }
        else if (_rest.StartsWith("//"u8))
        {
            SkipTo("\n"u8, behind: false);
        }
        else if (_rest.StartsWith("/*"u8))
        {
            Skip(2);
            SkipTo("*/"u8, behind: true);
        }
        else if (first == '#' && _lineBegins)
        {
            Skip(1);
            Directive(found);
            _lineBegins = false;
        }
        else
        {
            _lineBegins = false;
            Token(first);
        }
    }

    private void Directive(List<IncludeLine> found)
    {
        SkipBlanks();
        var name = TakeWord();
        SkipBlanks();
        if (name.SequenceEqual("include"u8) || name.SequenceEqual("include_next"u8) || name.SequenceEqual("import"u8))
        {
            if (_leftOut == 0)
                TakeName(found);
        }
        else if (name.StartsWith("if"u8))
        {
            Open(name.SequenceEqual("if"u8) && IsNumber('0'));
        }
        else if (name.StartsWith("el"u8) && _conditions.Count > 0)
        {
            Close();
            Open(false);
        }
        else if (name.SequenceEqual("endif"u8) && _conditions.Count > 0)
        {
            Close();
        }
    }

    private void Open(bool isLeftOut)
    {
        _conditions.Push(isLeftOut);
        _leftOut += isLeftOut ? 1 : 0;
    }

    private void Close() => _leftOut -= _conditions.Pop() ? 1 : 0;

    private void TakeName(List<IncludeLine> found)
    {
        if (_rest.IsEmpty || _rest[0] is not ((byte)'"' or (byte)'<'))
            return;
        var isQuoted = _rest[0] == '"';
        var end = _rest[1..].IndexOfAny(isQuoted ? (byte)'"' : (byte)'>', (byte)'\n');
        if (end < 0 || _rest[1 + end] == '\n')
            return;
        found.Add(new IncludeLine(Encoding.UTF8.GetString(_rest.Slice(1, end)), isQuoted));
        Skip(end + 2);
    }

    private void Token(char first)
    {
        if (first is '"' or '\'')
        {
            SkipText((byte)first);
        }
        else if (IsWordPart((byte)first))
        {
            var word = TakeWord();
            // 1'000 is a number, and R"( begins what only )" ends.
            if (!_rest.IsEmpty && _rest[0] == '\'' && char.IsAsciiDigit(first))
                Skip(1);
            else if (!_rest.IsEmpty && _rest[0] == '"' && word[^1] == 'R')
                SkipRawText();
        }
        else
        {
            Skip(1);
        }
    }

    private void SkipText(byte quote)
    {
        Skip(1);
        while (!_rest.IsEmpty && _rest[0] != '\n')
        {
            var current = _rest[0];
            Skip(current == '\\' ? 2 : 1);
            if (current == quote)
                return;
        }
    }

    private void SkipRawText()
    {
        // Behind the quote, and no further: a source may hold a million of these without any parenthesis.
        var open = _rest[..Math.Min(_rest.Length, LongestDelimiter + 2)].IndexOf((byte)'(');
        if (open < 0 || _rest[1..open].ContainsAny(_delimiterEnds))
        {
            SkipText((byte)'"');
            return;
        }

        byte[] end = [(byte)')', .. _rest[1..open], (byte)'"'];
        Skip(open + 1);
        SkipTo(end, behind: true);
    }

    private ReadOnlySpan<byte> TakeWord()
    {
        var length = 0;
        while (length < _rest.Length && IsWordPart(_rest[length]))
            length++;
        var word = _rest[..length];
        Skip(length);
        return word;
    }

    private readonly bool IsNumber(char digit) => !_rest.IsEmpty && _rest[0] == digit && (_rest.Length == 1 || !IsWordPart(_rest[1]));

    private void SkipBlanks()
    {
        while (true)
        {
            while (!_rest.IsEmpty && _rest[0] is (byte)' ' or (byte)'\t')
                Skip(1);
            if (!_rest.StartsWith("/*"u8))
                return;
            Skip(2);
            SkipTo("*/"u8, behind: true);
        }
    }

    private void SkipTo(ReadOnlySpan<byte> end, bool behind)
    {
        var at = _rest.IndexOf(end);
        Skip(at < 0 ? _rest.Length : behind ? at + end.Length : at);
    }

    private void Skip(int count) => _rest = _rest[Math.Min(count, _rest.Length)..];

    private static bool IsWordPart(byte value) => char.IsAsciiLetterOrDigit((char)value) || value == '_' || value >= 0x80;
}
