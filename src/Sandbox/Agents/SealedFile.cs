using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CodeRunner.Sandbox.Agents;

/// <summary>Makes files in memory that nobody can change any more, and that go when nobody holds them.</summary>
internal static partial class SealedFile
{
    private const uint CloseOnExec = 1; // MFD_CLOEXEC
    private const uint AllowSealing = 2; // MFD_ALLOW_SEALING
    private const uint NeverExecutable = 8; // MFD_NOEXEC_SEAL, from Linux 6.3 on
    private const int InvalidArgument = 22; // EINVAL
    private const int AddSeals = 1033; // F_ADD_SEALS
    private const int AllSeals = 0xf; // F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW, F_SEAL_WRITE
    private const uint ReadableByAll = 0x124; // 0444: opened again by name it is no more than that
    private const int ReadOnlyCloseOnExec = 0x80000; // O_RDONLY, O_CLOEXEC

    /// <summary>A file with this content, opened for reading, at its beginning.</summary>
    /// <exception cref="SandboxException">The kernel refused.</exception>
    public static SafeFileHandle Create(ReadOnlySpan<byte> content)
    {
        using var file = Open();
        RandomAccess.Write(file, content, fileOffset: 0);
        Check(ChangeMode(file, ReadableByAll), "fchmod");
        Check(Control(file, AddSeals, AllSeals), "fcntl");
        // Another description of the file, as this one could write.
        var descriptor = Open($"/proc/self/fd/{file.DangerousGetHandle()}", ReadOnlyCloseOnExec, 0);
        Check(descriptor, "open");
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static SafeFileHandle Open()
    {
        var descriptor = Create("stdin", CloseOnExec | AllowSealing | NeverExecutable);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == InvalidArgument)
            descriptor = Create("stdin", CloseOnExec | AllowSealing);
        Check(descriptor, "memfd_create");
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static void Check(int result, string call)
    {
        if (result < 0)
            throw new SandboxException($"A command's stdin can't be made: {call} failed with errno {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Create(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static partial int ChangeMode(SafeFileHandle file, uint mode);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);
}
