using System.Runtime.InteropServices;
using System.Text;

namespace CodeRunner.Agent;

/// <summary>Texts as the C library wants them, in memory that no garbage collection moves.</summary>
internal sealed unsafe class NativeText : IDisposable
{
    private readonly List<nint> _blocks = [];

    /// <summary>A NUL-terminated text.</summary>
    public byte* Add(string text)
    {
        var count = Encoding.UTF8.GetByteCount(text);
        var block = (byte*)NativeMemory.Alloc((nuint)count + 1);
        _blocks.Add((nint)block);
        Encoding.UTF8.GetBytes(text, new Span<byte>(block, count));
        block[count] = 0;
        return block;
    }

    /// <summary>A NULL-terminated list of texts.</summary>
    public byte** Add(IReadOnlyList<string> texts)
    {
        var block = (byte**)NativeMemory.Alloc((nuint)(texts.Count + 1) * (nuint)sizeof(byte*));
        _blocks.Add((nint)block);
        for (var i = 0; i < texts.Count; i++)
            block[i] = Add(texts[i]);
        block[texts.Count] = null;
        return block;
    }

    /// <summary>A copy of some values.</summary>
    public T* Add<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var block = (T*)NativeMemory.Alloc((nuint)values.Length, (nuint)sizeof(T));
        _blocks.Add((nint)block);
        values.CopyTo(new Span<T>(block, values.Length));
        return block;
    }

    public void Dispose()
    {
        foreach (var block in _blocks)
            NativeMemory.Free((void*)block);
        _blocks.Clear();
    }
}
