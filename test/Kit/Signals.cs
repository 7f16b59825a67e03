using System.Diagnostics;

namespace CodeRunner.Kit;

/// <summary>Signals to processes.</summary>
public static class Signals
{
    /// <summary>Sends one, by its name: <c>TERM</c>.</summary>
    public static async Task SendAsync(int process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        await kill.WaitForExitAsync();
    }
}
