using CodeRunner.Contracts;

namespace CodeRunner.Grains.Submissions;

/// <summary>The first bytes of one stream of the test that runs, in the pieces in which they were told.</summary>
internal sealed class OutputSoFar
{
    private readonly List<Blob> _pieces = [];

    /// <summary>How many bytes are here.</summary>
    public int Bytes { get; private set; }

    /// <summary>Whether something was left out; what follows it is left out too, as it would stand in a wrong place.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Takes the next bytes, but no more than <paramref name="room"/>.</summary>
    public void Add(Blob data, int room)
    {
        if (IsCut)
        {
            return;
        }

        IsCut = data.Length > room;
        var taken = First(data, room);
        _pieces.Add(taken);
        Bytes += taken.Length;
    }

    /// <summary>Something is missing here.</summary>
    public void Cut() => IsCut = true;

    /// <summary>All that is here, but no more than <paramref name="room"/>.</summary>
    public Blob Take(int room)
    {
        IsCut |= Bytes > room;
        if (_pieces.Count <= 1)
        {
            return First(_pieces.FirstOrDefault(), room);
        }

        var all = new byte[Bytes];
        var at = 0;
        foreach (var piece in _pieces)
        {
            piece.Span.CopyTo(all.AsSpan(at));
            at += piece.Length;
        }

        return First(new Blob(all), room);
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _pieces.Clear();
        (Bytes, IsCut) = (0, false);
    }

    private static Blob First(Blob data, int room) => data.Length <= room ? data : new Blob(data.Span[..room].ToArray());
}
