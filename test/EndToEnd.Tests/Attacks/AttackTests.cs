using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Attacks;

/// <summary>Hostile and odd programs, each with what must come of it in its first line.</summary>
[Collection(EngineTests.Name)]
public sealed class AttackTests(EngineFixture engine)
{
    public static TheoryData<string> Sample => AttackCorpus.Names("attacks");

    public static TheoryData<string> Further => AttackCorpus.Names("attacks-own");

    [Theory]
    [MemberData(nameof(Sample))]
    public Task Run_ProgramOfTheSample_IsContainedAndJudged(string program) =>
        engine.Attacks.CheckAsync(AttackCorpus.Load(program));

    [Theory]
    [MemberData(nameof(Further))]
    public Task Run_FurtherProgram_IsContainedAndJudged(string program) =>
        engine.Attacks.CheckAsync(AttackCorpus.Load(program));
}
