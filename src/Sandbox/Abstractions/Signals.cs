using System.Globalization;

namespace CodeRunner.Sandbox;

/// <summary>Names of Linux signals, as <c>signal(7)</c> numbers them on x86-64 and arm64.</summary>
public static class Signals
{
    // glibc keeps 32 and 33 for its threads, so that its SIGRTMIN is 34.
    private const int FirstRealTime = 34;
    private const int LastRealTime = 64;

    private static readonly string[] _names =
    [
        "", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2",
        "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU",
        "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS",
    ];

    /// <summary>The name of a signal, for example <c>SIGSEGV</c> or <c>SIGRTMIN+3</c>; <c>SIG</c> and the number where it has none.</summary>
    public static string Name(int signal) => signal switch
    {
        > 0 when signal < _names.Length => _names[signal],
        FirstRealTime => "SIGRTMIN",
        LastRealTime => "SIGRTMAX",
        > FirstRealTime and < LastRealTime => string.Create(CultureInfo.InvariantCulture, $"SIGRTMIN+{signal - FirstRealTime}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"SIG{signal}"),
    };
}
