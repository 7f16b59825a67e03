using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox;

namespace CodeRunner.Judging.Runs;

/// <summary>Keeps the outputs of one submission's tests within bounds, so that 500 tests can't make a result of gigabytes.</summary>
internal sealed class OutputBudget(JudgingOptions options)
{
    private long _left = options.KeptOutput;

    /// <summary>The outputs of the next test as its result may hold them: whole while they fit, else their first bytes, marked.</summary>
    public ProcessExit Keep(ProcessExit exit)
    {
        var size = (long)exit.Stdout.Length + exit.Stderr.Length;
        if (size <= _left)
        {
            _left -= size;
            return exit;
        }

        return exit with
        {
            Stdout = First(exit.Stdout),
            Stderr = First(exit.Stderr),
            StdoutTruncated = exit.StdoutTruncated || exit.Stdout.Length > options.Excerpt,
            StderrTruncated = exit.StderrTruncated || exit.Stderr.Length > options.Excerpt,
        };
    }

    /// <summary>Takes what an earlier test's result holds off the budget.</summary>
    public void Spend(TestResult earlier) => _left = Math.Max(0, _left - earlier.Stdout.Length - earlier.Stderr.Length);

    private Blob First(Blob output) => output.Length <= options.Excerpt ? output : new Blob(output.Span[..options.Excerpt].ToArray());
}
