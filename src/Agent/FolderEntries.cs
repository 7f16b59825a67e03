using System.Runtime.InteropServices;

namespace CodeRunner.Agent;

/// <summary>Walks a folder's entries without allocating, so that forked children can use it.</summary>
internal unsafe ref struct FolderEntries(int folder, Span<byte> buffer)
{
    /// <summary><c>struct linux_dirent64</c>: where its length and its name are.</summary>
    private const int LengthOffset = 16;
    private const int NameOffset = 19;

    private readonly int _folder = folder;
    private readonly Span<byte> _buffer = buffer;
    private int _start;
    private int _end;

    /// <summary>Moves to the next entry that is neither the folder itself nor its parent; NULL at the end.</summary>
    public byte* Next()
    {
        while (true)
        {
            if (_start >= _end && !Read())
                return null;
            var entry = (byte*)Unsafe(_buffer) + _start;
            _start += *(ushort*)(entry + LengthOffset);
            var name = entry + NameOffset;
            if (!IsDots(name))
                return name;
        }
    }

    private bool Read()
    {
        var count = Libc.getdents64(_folder, Unsafe(_buffer), (nuint)_buffer.Length);
        (_start, _end) = (0, (int)count);
        return count > 0;
    }

    // The buffer is on the stack or pinned by the caller.
    private static byte* Unsafe(Span<byte> buffer) =>
        (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(buffer));

    private static bool IsDots(byte* name) => name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0));
}
