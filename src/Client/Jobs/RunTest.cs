namespace CodeRunner.Client;

/// <summary>One run of the compiled program.</summary>
/// <param name="Name">What the test is called in the result. Default: <c>test 1</c> for the first, and so on.</param>
/// <param name="Stdin">What the program reads from its standard input. Default: nothing.</param>
/// <param name="ExpectedOutput">What it should write. Default: whatever it writes is right.</param>
public sealed record RunTest(string? Name = null, string? Stdin = null, string? ExpectedOutput = null);
