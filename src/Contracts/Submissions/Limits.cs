namespace CodeRunner.Contracts.Submissions;

/// <summary>What one run of the program (one test) may use. Threads and children count.</summary>
/// <param name="CpuTime">User and system time of all its processes.</param>
/// <param name="WallTime">Time from its start to its end.</param>
/// <param name="Memory">Peak memory of all its processes together, files on its tmpfs mounts included.</param>
/// <param name="Output">Bytes it may write to stdout; of stderr as many are kept. See <see cref="OutputFor"/>.</param>
/// <param name="Processes">Processes and threads alive at the same time.</param>
/// <param name="Stack">Stack of its first thread, and of each further one that asks for no size of its own; null: as much as <paramref name="Memory"/>.</param>
/// <param name="MaxOutput">
/// The most that any request may write. Bytes to stderr beyond it end the run, those before it are only cut off; null: those beyond <paramref name="Output"/> end it.
/// </param>
/// <param name="OutputIsDefault">Whether the request named no output limit, so that it grows with the output that a test expects.</param>
/// <param name="TotalWallTime">The wall time of all tests together; null in requests that were stored before there was one: no bound.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.Limits")]
public sealed record Limits(
    [property: Id(0)] TimeSpan CpuTime,
    [property: Id(1)] TimeSpan WallTime,
    [property: Id(2)] ByteSize Memory,
    [property: Id(3)] ByteSize Output,
    [property: Id(4)] int Processes,
    [property: Id(5)] ByteSize? Stack = null,
    [property: Id(6)] ByteSize? MaxOutput = null,
    [property: Id(7)] bool OutputIsDefault = false,
    [property: Id(8)] TimeSpan? TotalWallTime = null)
{
    private const long Unit = 1 << 10;
    private const long Room = 1 << 20;

    /// <summary>
    /// Bytes that a test with this expected output may write to stdout: where the request named no limit, never fewer than twice the expected ones and 1 MiB,
    /// up to the maximum, in whole KiB.
    /// </summary>
    public ByteSize OutputFor(Blob? expected)
    {
        if (!OutputIsDefault || MaxOutput is not { } most || expected is not { } output)
            return Output;
        var needed = ((2L * output.Length) + Room + Unit - 1) / Unit * Unit;
        return new ByteSize(Math.Max(Output.Bytes, Math.Min(needed, most.Bytes)));
    }
}
