namespace CodeRunner.Agent;

/// <summary>The sandbox failed, not the command in it.</summary>
internal sealed class AgentException(string message) : Exception(message)
{
    /// <summary>Says which call failed, on what, and with which error number.</summary>
    public static AgentException FromErrno(string call, string subject) => new($"{call}({subject}) failed with errno {Libc.Errno}.");
}
