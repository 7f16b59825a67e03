using System.Text;

namespace CodeRunner.EndToEnd.Tests.Attacks;

public sealed class AttackProgramTests
{
    [Fact]
    public void Parse_AllFields_AreRead()
    {
        var program = Parse("verdict=time_limit|runtime_error(EXIT:3)|runtime_error(SIGSEGV); stdout_contains=a=b, c; stdout_excludes=CANARY; note=[run=2] [parallel=3] [deadline] why\r");

        Assert.Equal([new("time_limit"), new("runtime_error", null, 3), new("runtime_error", "SIGSEGV")], program.Verdicts);
        Assert.Equal("a=b, c", program.Contains);
        Assert.Equal("CANARY", program.Excludes);
        Assert.Equal(2, program.Runs);
        Assert.Equal(3, program.Parallel);
        Assert.True(program.HasDeadline);
        Assert.Equal([""], program.Inputs);
    }

    [Fact]
    public void Parse_Dashes_MeanNoCheck()
    {
        var program = Parse("verdict=accepted; stdout_contains=-; stdout_excludes=-; note=none");

        Assert.Null(program.Contains);
        Assert.Null(program.Excludes);
        Assert.False(program.HasDeadline);
        Assert.Equal(1, program.Runs);
    }

    [Theory]
    [InlineData("[stdin=text:abc]", "abc")]
    [InlineData("[stdin=lines:2] more", "123456789\n123456789\n")]
    public void Parse_Stdin_BecomesTheInput(string note, string input) =>
        Assert.Equal([input], Parse($"verdict=accepted; stdout_contains=-; stdout_excludes=-; note={note}").Inputs);

    [Fact]
    public void Parse_ExitCodes_GivesATestForEach()
    {
        var program = Parse("verdict=accepted; stdout_contains=-; stdout_excludes=-; note=[stdin=exit-codes]");

        Assert.True(program.RunsEveryExitCode);
        Assert.Equal(256, program.Inputs.Count);
        Assert.Equal("255\n", program.Inputs[255]);
    }

    [Fact]
    public void Parse_ByteOrderMarkAndInvalidUtf8_KeepsTheBytes()
    {
        byte[] source = [0xEF, 0xBB, 0xBF, .. "// expect: verdict=accepted; stdout_contains=é; stdout_excludes=-; note=n\n"u8, 0xFF];

        var program = AttackProgram.Parse("bom", source);

        Assert.Equal("é", program.Contains);
        Assert.Same(source, program.Source);
    }

    [Theory]
    [InlineData("int main() {}\n")]
    [InlineData("// expect: verdict=fine; stdout_contains=-; stdout_excludes=-; note=n\n")]
    [InlineData("// expect: verdict=accepted(; stdout_contains=-; stdout_excludes=-; note=n\n")]
    public void Parse_NoOrWrongExpectation_Throws(string source) =>
        Assert.Throws<FormatException>(() => AttackProgram.Parse("broken", Encoding.UTF8.GetBytes(source)));

    [Theory]
    [InlineData("accepted", Verdict.Accepted, null, 0, true)]
    [InlineData("time_limit", Verdict.TimeLimitExceeded, null, null, true)]
    [InlineData("memory_limit", Verdict.TimeLimitExceeded, null, null, false)]
    [InlineData("runtime_error", Verdict.RuntimeError, "SIGBUS", null, true)]
    [InlineData("runtime_error(SIGBUS)", Verdict.RuntimeError, "SIGSEGV", null, false)]
    [InlineData("runtime_error(EXIT:137)", Verdict.RuntimeError, null, 137, true)]
    [InlineData("runtime_error(EXIT:137)", Verdict.RuntimeError, "SIGKILL", null, false)]
    [InlineData("any-but-contained", Verdict.OutputLimitExceeded, null, null, true)]
    [InlineData("any-but-contained", Verdict.InternalError, null, null, false)]
    [InlineData("any-but-contained", Verdict.Cancelled, null, null, false)]
    public void Matches_Verdict_IsComparedWhole(string expected, Verdict verdict, string? signal, int? code, bool matches) =>
        Assert.Equal(matches, Expectation.Parse(expected).Matches(verdict, signal, code));

    private static AttackProgram Parse(string line) =>
        AttackProgram.Parse("program", Encoding.UTF8.GetBytes($"// expect: {line}\n// category: x\nint main() {{}}\n"));
}
