namespace CodeRunner.Agent.Protocol;

/// <summary>What a frame on the pipe between silo and agent is.</summary>
/// <remarks>
/// A frame is a header of five bytes (the payload's length as a 32-bit little-endian number, then the type) and the payload.
/// Text is UTF-8 behind a 32-bit length. Where the pipe is a socket, a descriptor may come along with a frame. The program in the sandbox has no descriptor of this pipe; what it prints is payload.
/// </remarks>
internal enum FrameType : byte
{
    /// <summary>To the agent: a file follows. Folder (byte), executable (byte), length (u32), path (text); then <see cref="Data"/> frames.</summary>
    Put = 1,

    /// <summary>Either way: the next bytes of a file.</summary>
    Data = 2,

    /// <summary>To the agent: run a command. See <see cref="RunCommand"/>.</summary>
    Run = 3,

    /// <summary>To the agent: bytes for the command's stdin. Run number (u32), bytes. An empty one ends a stdin that is a stream.</summary>
    Stdin = 4,

    /// <summary>To the agent: send a file from the working folder. Maximum (u64), name (text).</summary>
    Get = 5,

    /// <summary>From the agent: it is up and has no command. Protocol version (u32).</summary>
    Ready = 16,

    /// <summary>From the agent: the command wrote something. Stream (byte, 1 or 2), bytes.</summary>
    Output = 17,

    /// <summary>From the agent: the command ended and all it left is gone. See <see cref="ExitReport"/>.</summary>
    Exit = 18,

    /// <summary>From the agent: answer to <see cref="Get"/>. Found (byte), length (u64); then <see cref="Data"/> frames.</summary>
    File = 19,

    /// <summary>From the agent: the sandbox failed; nothing follows. Message (text).</summary>
    Fault = 20,
}
