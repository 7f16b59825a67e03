using System.Buffers.Text;

namespace CodeRunner.Agent;

/// <summary>
/// Bounds the sockets of the sandbox by their number, as the memory that some of them hold is charged to nobody: what waits in a NETLINK socket in
/// both versions of control groups, and in version 1 what TCP needs for each connection to go on when its bound is reached.
/// </summary>
internal sealed unsafe class SocketWatch
{
    private const int BufferSize = 8192; // the table has some twenty lines of a hundred characters

    /// <summary>Each may hold 208 KiB (net.core.rmem_default), so 13 MiB; getifaddrs needs one.</summary>
    private const long MostNetlink = 64;

    /// <summary>Both ends of a connection together hold 130 KiB at least, so some 64 MiB.</summary>
    private const long MostTcp = 1024;

    private readonly byte[] _buffer = new byte[BufferSize];

    /// <summary>Whether there are more than a program can have a use for.</summary>
    public bool HasTooMany()
    {
        int descriptor;
        fixed (byte* path = "/proc/net/protocols\0"u8)
            descriptor = Libc.open(path, Constants.ReadOnly | Constants.CloseOnExec, 0);
        if (descriptor < 0)
            return false;
        var length = Read(descriptor);
        _ = Libc.close(descriptor);
        var table = _buffer.AsSpan(0, length);
        return Count(table, "NETLINK "u8) > MostNetlink || Count(table, "TCP "u8) + Count(table, "TCPv6 "u8) > MostTcp;
    }

    /// <summary>The third column of a protocol's line: the sockets of this network namespace.</summary>
    internal static long Count(ReadOnlySpan<byte> table, ReadOnlySpan<byte> protocol)
    {
        while (!table.IsEmpty)
        {
            var end = table.IndexOf((byte)'\n');
            var line = end < 0 ? table : table[..end];
            table = end < 0 ? default : table[(end + 1)..];
            if (!line.StartsWith(protocol))
                continue;
            var rest = Skip(Skip(line));
            return Utf8Parser.TryParse(rest, out long count, out _) ? count : 0;
        }

        return 0;
    }

    private static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOf((byte)' ');
        return end < 0 ? default : line[end..].TrimStart((byte)' ');
    }

    private int Read(int descriptor)
    {
        var length = 0;
        fixed (byte* pointer = _buffer)
        {
            while (length < _buffer.Length)
            {
                var count = (int)Libc.read(descriptor, pointer + length, _buffer.Length - length);
                if (count <= 0)
                    break;
                length += count;
            }
        }

        return length;
    }
}
