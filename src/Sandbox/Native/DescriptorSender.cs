using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CodeRunner.Sandbox.Native;

/// <summary>Hands file descriptors to another process, which .NET's own sockets can't.</summary>
internal static unsafe partial class DescriptorSender
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int Rights = 1; // SCM_RIGHTS
    private const int NoSignal = 0x4000; // MSG_NOSIGNAL
    private const int DoNotWait = 0x40; // MSG_DONTWAIT
    private const int TryAgain = 11; // EAGAIN
    private const int Interrupted = 4; // EINTR

    [StructLayout(LayoutKind.Sequential)]
    private struct IoVector
    {
        public void* Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Parts;
        public nuint PartCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ControlHeader
    {
        public nuint Length;
        public int Level;
        public int Type;
    }

    /// <summary>Sends a number with some descriptors. False when nobody is at the other end.</summary>
    public static bool TrySend(Socket socket, int number, SafeHandle[] descriptors) =>
        Send(socket, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in number)), descriptors, NoSignal) == sizeof(int);

    /// <summary>Sends as many bytes as there is room for, and with the first of them some descriptors.</summary>
    /// <returns>How many bytes went; 0 when there is no room now, -1 when nobody is at the other end.</returns>
    public static int TrySend(Socket socket, ReadOnlySpan<byte> bytes, SafeHandle[] descriptors)
    {
        var sent = Send(socket, bytes, descriptors, NoSignal | DoNotWait);
        return sent < 0 && Marshal.GetLastPInvokeError() == TryAgain ? 0 : (int)sent;
    }

    private static nint Send(Socket socket, ReadOnlySpan<byte> bytes, SafeHandle[] descriptors, int flags)
    {
        var length = sizeof(ControlHeader) + (descriptors.Length * sizeof(int));
        var control = stackalloc byte[length];
        *(ControlHeader*)control = new ControlHeader { Length = (nuint)length, Level = SocketLevel, Type = Rights };
        for (var i = 0; i < descriptors.Length; i++)
            ((int*)(control + sizeof(ControlHeader)))[i] = (int)descriptors[i].DangerousGetHandle(); // the caller holds them all
        fixed (byte* pointer = bytes)
        {
            var part = new IoVector { Base = pointer, Length = (nuint)bytes.Length };
            var message = new MessageHeader { Parts = &part, PartCount = 1, Control = control, ControlLength = (nuint)length };
            nint sent;
            do
            {
                sent = SendMessage(socket.SafeHandle, &message, flags);
            }
            while (sent < 0 && Marshal.GetLastPInvokeError() == Interrupted);
            return sent;
        }
    }

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static partial nint SendMessage(SafeHandle socket, MessageHeader* message, int flags);
}
