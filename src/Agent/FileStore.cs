using CodeRunner.Agent.Protocol;

namespace CodeRunner.Agent;

/// <summary>Files that go into and come out of the sandbox. Both ends of every copy are the agent's own descriptors.</summary>
internal sealed unsafe class FileStore(Channel channel, Wiper wiper, OwnCopies copies)
{
    private const uint FolderMode = 0x1ed; // 0755
    private const uint FileMode = 0x124; // 0444
    private const uint ExecutableMode = 0x16d; // 0555
    private static readonly string[] Folders = ["/work", "/box"];

    /// <summary>Stores the file that the payload announces and the next frames hold.</summary>
    public void Put(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var number = reader.Byte();
        var isOwnCopy = number == Wire.OwnCopy;
        var folder = isOwnCopy ? Folders[0] : Folders[number];
        var executable = reader.Bool();
        var left = reader.Int();
        var path = reader.Text();
        if (!isOwnCopy && folder == Folders[0])
            wiper.Keep(path.Split('/')[0]);

        var descriptor = isOwnCopy ? copies.Add(path) : Create(folder, path);
        while (left > 0)
        {
            if (channel.Next(out var data) != FrameType.Data || data.Length > left)
                throw new AgentException("A file's bytes don't follow it.");
            Libc.WriteAll(descriptor, data, path);
            left -= data.Length;
        }

        if (isOwnCopy)
            return;
        // Exact whatever the umask is.
        if (Libc.fchmod(descriptor, executable ? ExecutableMode : FileMode) != 0)
            throw AgentException.FromErrno("fchmod", path);
        _ = Libc.close(descriptor);
    }

    /// <summary>Sends a file of the working folder, if it is a regular file that is not too large.</summary>
    public void Get(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var maximum = reader.Long();
        using var texts = new NativeText();
        var path = texts.Add($"{Folders[0]}/{reader.Text()}");
        // Not through a link, and without waiting for the other end of a FIFO.
        var descriptor = Libc.open(path, Constants.ReadOnly | Constants.NoFollow | Constants.NonBlocking | Constants.CloseOnExec, 0);
        var size = descriptor < 0 ? -1 : RegularFileSize(descriptor);
        var found = size >= 0 && size <= maximum;
        channel.Send(FrameType.File, new PayloadWriter().Bool(found).Long(found ? size : 0));
        if (found)
            Send(descriptor, size);
        Libc.CheckedClose(ref descriptor);
        channel.FlushAll();
    }

    private static int Create(string folder, string path)
    {
        using var texts = new NativeText();
        var current = Libc.open(texts.Add(folder), Constants.ReadOnly | Constants.Directory | Constants.CloseOnExec, 0);
        var parts = path.Split('/');
        foreach (var part in parts[..^1])
        {
            var name = texts.Add(part);
            _ = Libc.mkdirat(current, name, FolderMode);
            var next = Libc.openat(current, name, Constants.ReadOnly | Constants.Directory | Constants.NoFollow | Constants.CloseOnExec, 0);
            Libc.CheckedClose(ref current);
            if (next < 0)
                throw AgentException.FromErrno("openat", path);
            _ = Libc.fchmod(next, FolderMode);
            current = next;
        }

        const int flags = Constants.WriteOnly | Constants.Create | Constants.Exclusive | Constants.CloseOnExec;
        var descriptor = Libc.openat(current, texts.Add(parts[^1]), flags | Constants.NoFollow, (int)FileMode);
        var error = Libc.Errno;
        Libc.CheckedClose(ref current);
        return descriptor >= 0 ? descriptor : throw new AgentException($"openat({path}) failed with errno {error}.");
    }

    private static long RegularFileSize(int descriptor)
    {
        StatX stat;
        fixed (byte* empty = "\0"u8)
        {
            var result = Libc.statx(descriptor, empty, Constants.EmptyPath, Constants.StatBasic, &stat);
            return result == 0 && (stat.Mode & Constants.FileTypeMask) == Constants.RegularFile ? (long)stat.Size : -1;
        }
    }

    private void Send(int descriptor, long size)
    {
        var buffer = new byte[Wire.ChunkSize];
        while (size > 0)
        {
            fixed (byte* pointer = buffer)
            {
                var count = (int)Libc.read(descriptor, pointer, (nint)Math.Min(buffer.Length, size));
                if (count <= 0)
                    throw AgentException.FromErrno("read", "artifact");
                channel.Send(FrameType.Data, buffer.AsSpan(0, count), default);
                channel.FlushAll();
                size -= count;
            }
        }
    }
}
