using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox;
using CodeRunner.Toolchains.Building;
using CodeRunner.Toolchains.CFamily;
using CodeRunner.Toolchains.CFamily.Linking;
using CodeRunner.Toolchains.Catalog;
using Microsoft.Extensions.Options;

namespace CodeRunner.Toolchains.Tests.CFamily.Linking;

/// <summary>Which linker is chosen by what each takes.</summary>
public sealed class LinkerProbeTests
{
    private const string Gold = "-fuse-ld=gold";
    private const string Mold = "-fuse-ld=mold";

    [Theory]
    [InlineData(54, 20, 21, Gold)] // The second must be twice as fast to be taken instead.
    [InlineData(54, 50, 21, Mold)]
    [InlineData(31, 24, 22, Gold)] // The program that is linked, as it was measured.
    [InlineData(54, 52, 53, null)]
    public async Task ChooseAsync_ProcessorTimes_TheFastestIsTakenHoweverBusyTheMachine(int own, int gold, int mold, string? expected)
    {
        // By the clock it is the other way round.
        var sandbox = new Linkers(new() { [""] = (own, 10), [Gold] = (gold, 900), [Mold] = (mold, 700) });

        var choice = await ProbeAsync(sandbox);

        Assert.Equal(expected, choice);
    }

    [Fact]
    public async Task ChooseAsync_NoOtherLinker_TheOwnIsKept() => Assert.Null(await ProbeAsync(new Linkers(new() { [""] = (54, 54) })));

    [Fact]
    public async Task ChooseAsync_SomeMeasurementsDisturbed_TheBestCounts()
    {
        var sandbox = new Linkers(new() { [""] = (31, 31), [Gold] = (24, 24), [Mold] = (22, 22) }) { DisturbedRounds = 2 };

        Assert.Equal(Gold, await ProbeAsync(sandbox));
    }

    private static Task<string?> ProbeAsync(Linkers sandbox)
    {
        var language = BuiltInLanguages.All.Single(static language => language.Id == "cpp") with { LinkerOptions = [Gold, Mold] };
        return new LinkerProbe(Options.Create(new LanguagesOptions()), Options.Create(new CompileOptions())).ChooseAsync(language, sandbox, CancellationToken.None);
    }

    /// <summary>Takes so many milliseconds of the processor and of the clock with each option; what isn't named fails.</summary>
    private sealed class Linkers(Dictionary<string, (int Cpu, int Wall)> times) : ISandbox
    {
        private readonly Dictionary<string, int> _runs = [];

        /// <summary>So many of each one's first measurements say twice as much, but for the compiler's own.</summary>
        public int DisturbedRounds { get; init; }

        public Task PutAsync(SandboxFile file, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<ProcessExit> RunAsync(ProcessSpec spec, IOutputSink? output, CancellationToken cancellationToken)
        {
            var option = spec.Command.FirstOrDefault(static word => word is Gold or Mold) ?? "";
            var known = times.TryGetValue(option, out var time);
            var run = _runs[option] = _runs.GetValueOrDefault(option) + 1;
            if (option.Length > 0 && run <= DisturbedRounds)
                time.Cpu *= 2;
            return Task.FromResult(new ProcessExit
            {
                Reason = ExitReason.Ended,
                ExitCode = known ? 0 : 1,
                Usage = new Usage(TimeSpan.FromMilliseconds(time.Cpu), TimeSpan.FromMilliseconds(time.Wall), default),
            });
        }

        public Task<Blob?> GetAsync(string name, ByteSize maximum, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
