namespace CodeRunner.Toolchains.CFamily.Preambles;

/// <summary>The bounds of a <see cref="PreambleQueue"/>; see the settings of the same names in <see cref="PreambleOptions"/>.</summary>
/// <param name="Waiting">Preambles that may wait.</param>
/// <param name="IdleUses">How often one must have been asked for while no submission is being compiled.</param>
/// <param name="BusyUses">The same while one is.</param>
/// <param name="ClientWaiting">Preambles that may wait for one client.</param>
/// <param name="ClientBuilds">Preambles that are precompiled for one client in an hour.</param>
internal sealed record PreambleQueueBounds(
    int Waiting, int IdleUses, int BusyUses, int ClientWaiting = int.MaxValue, int ClientBuilds = int.MaxValue)
{
    /// <summary>The bounds that the settings say.</summary>
    public static PreambleQueueBounds From(PreambleOptions options) =>
        new(options.Waiting, options.IdleUses, options.BusyUses, options.ClientWaiting, options.ClientBuilds);
}
