using System.Globalization;

namespace CodeRunner.Sandbox;

/// <summary>Tells what had no processor from what took too long.</summary>
public static class Overload
{
    /// <summary>
    /// The part of its wall time for which a command must have been kept waiting by others. It then had less than half a processor while it
    /// was ready to use one.
    /// </summary>
    private const double Share = 0.5;

    /// <summary>Whether a command ran out of wall time because others had the processors.</summary>
    public static bool Explains(ProcessExit exit) =>
        exit.Reason == ExitReason.WallTime && exit.OutsideWait >= exit.Usage.WallTime * Share;

    /// <summary>Makes an exception of a run whose end says nothing about the submission.</summary>
    /// <param name="exit">How it ended.</param>
    /// <param name="what">What ran: the compiler, or the program.</param>
    /// <exception cref="OverloadException">The machine was too busy for it.</exception>
    public static void ThrowIfExplains(ProcessExit exit, string what)
    {
        if (!Explains(exit))
            return;
        throw new OverloadException(string.Create(
            CultureInfo.InvariantCulture,
            $"The machine is too busy: {what} was ready to run, but others had the processors for at least {exit.OutsideWait.TotalSeconds:0.0} of {exit.Usage.WallTime.TotalSeconds:0.0} s."));
    }
}
