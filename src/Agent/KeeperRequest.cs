using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace CodeRunner.Agent;

/// <summary>The order to start a sandbox: a message of the uid and, as descriptors, all that it needs from outside.</summary>
internal unsafe struct KeeperRequest
{
    /// <summary>The agent's socket and stderr, and six files of accounting.</summary>
    private const int FixedDescriptors = 8;

    /// <summary>One more for each hierarchy of control groups.</summary>
    private const int MaxDescriptors = FixedDescriptors + 8;

    private fixed int _descriptors[MaxDescriptors];
    private int _count;

    /// <summary>Whom the sandbox's programs run as.</summary>
    public uint Uid;

    /// <summary>The agent's stdin and stdout.</summary>
    public readonly int Socket => _descriptors[0];

    /// <summary>The agent's stderr.</summary>
    public readonly int Error => _descriptors[1];

    /// <summary>What the agent reads the sandbox's usage from, in the order that <see cref="CodeRunner.Agent.Accounting"/> takes them.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<int> Accounting => All[2..FixedDescriptors];

    /// <summary>The cgroup.procs files to enter.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<int> Groups => All[FixedDescriptors..];

    [UnscopedRef]
    private readonly ReadOnlySpan<int> All => MemoryMarshal.CreateReadOnlySpan(in _descriptors[0], _count);

    /// <summary>Waits for the next order; false when the silo has gone.</summary>
    public static bool TryReceive(int socket, out KeeperRequest request)
    {
        request = default;
        uint uid;
        var part = new IoVector { Base = (byte*)&uid, Length = sizeof(uint) };
        var buffer = stackalloc byte[ControlHeader.Size + (MaxDescriptors * sizeof(int))];
        var message = new MessageHeader { Parts = &part, PartCount = 1, Control = buffer, ControlLength = (nuint)(ControlHeader.Size + (MaxDescriptors * sizeof(int))) };
        nint count;
        do
        {
            count = Libc.recvmsg(socket, &message, Constants.MessageCloseOnExec);
        }
        while (count < 0 && Libc.Errno == Constants.Eintr);
        if (count <= 0)
            return false;

        var header = (ControlHeader*)buffer;
        request.Uid = uid;
        request._count = ((int)header->Length - ControlHeader.Size) / sizeof(int);
        if (count != sizeof(uint) || message.ControlLength < ControlHeader.Size || request._count < FixedDescriptors)
            throw new AgentException("An order to start a sandbox is incomplete.");
        for (var i = 0; i < request._count; i++)
            request._descriptors[i] = ((int*)(buffer + ControlHeader.Size))[i];
        return true;
    }

    /// <summary>The keeper's own copies are of no use once the child has its.</summary>
    public readonly void Close()
    {
        foreach (var descriptor in All)
            _ = Libc.close(descriptor);
    }
}
