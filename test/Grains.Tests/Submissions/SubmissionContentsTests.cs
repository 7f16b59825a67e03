using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Submissions;
using CodeRunner.Grains.Tests.Fakes;

namespace CodeRunner.Grains.Tests.Submissions;

public sealed class SubmissionContentsTests
{
    private static readonly SubmissionRequest Heavy = Some.Request("12345") with
    {
        Args = ["kept"],
        Files = [new SubmittedFile("a/b.h", Blob.FromText("123"))],
        Tests = [new TestCase("one", Blob.FromText("12"), Blob.FromText("1")), new TestCase("two", Blob.Empty, null)],
    };

    [Fact]
    public void WithoutContents_Request_KeepsNames()
    {
        var light = Heavy.WithoutContents();

        Assert.True(light.Code.IsEmpty);
        Assert.Equal(new SubmittedFile("a/b.h", Blob.Empty), Assert.Single(light.Files));
        Assert.Equal([new TestCase("one", Blob.Empty, Blob.Empty), new TestCase("two", Blob.Empty, null)], light.Tests.AsEnumerable());
        Assert.Equal("kept", Assert.Single(light.Args));
        Assert.Equal(0, light.ContentBytes());
    }

    [Fact]
    public void WithInputsRemoved_Request_KeepsCodeAndNamesAndIsMarked()
    {
        var reduced = Heavy.WithInputsRemoved();

        Assert.True(reduced.ContentsRemoved);
        Assert.Equal(Heavy.Code, reduced.Code);
        Assert.Equal(new SubmittedFile("a/b.h", Blob.Empty), Assert.Single(reduced.Files));
        Assert.Equal(0, reduced.InputBytes());
        Assert.Equal("kept", Assert.Single(reduced.Args));
    }

    [Fact]
    public void WithExcerpts_Result_KeepsTheFirstBytesWithinBothBoundsAndMarksTheRest()
    {
        var result = Some.Result(Verdict.WrongAnswer) with
        {
            Compile = new CompileResult(true, Blob.FromText("warning"), false, Usage.None, null),
            Tests =
            [
                Some.Test(Verdict.WrongAnswer) with { Stdout = Blob.FromText("12345"), Stderr = Blob.FromText("ab") },
                Some.Test(Verdict.Accepted) with { Stdout = Blob.FromText("67") },
            ],
            Message = "kept",
        };

        var excerpts = result.WithExcerpts(each: 3, all: 7);

        Assert.Equal(("war", true), (excerpts.Compile!.Output.ToString(), excerpts.Compile.OutputTruncated));
        var (first, second) = (excerpts.Tests[0], excerpts.Tests[1]);
        Assert.Equal(("123", true, "a", true), (first.Stdout.ToString(), first.StdoutTruncated, first.Stderr.ToString(), first.StderrTruncated));
        Assert.Equal(("", true, false), (second.Stdout.ToString(), second.StdoutTruncated, second.StderrTruncated));
        Assert.Equal((Verdict.WrongAnswer, "kept"), (excerpts.Verdict, excerpts.Message));
        Assert.True(excerpts.IsSameAs(result));
    }

    [Fact]
    public void ContentBytes_Request_CountsAllContents() => Assert.Equal(5 + 3 + 2 + 1, Heavy.ContentBytes());

    [Fact]
    public void ContentBytes_Result_CountsAllOutputs()
    {
        var result = Some.Result(Verdict.Accepted) with
        {
            Compile = new CompileResult(true, Blob.FromText("123"), false, Usage.None, null),
            Tests = [Some.Test(Verdict.Accepted) with { Stdout = Blob.FromText("12"), Stderr = Blob.FromText("1") }],
        };

        Assert.Equal(6, result.ContentBytes());
        Assert.Equal(0, (Some.Result(Verdict.CompileError) with { Compile = null }).ContentBytes());
    }

    [Fact]
    public void IsSameAs_AnotherAttempt_IsFalse()
    {
        var result = Some.Result(Verdict.Accepted);

        Assert.True(result.IsSameAs(result with { Message = "read back" }));
        Assert.False(result.IsSameAs(result with { Attempts = 2 }));
        Assert.False(result.IsSameAs(result with { Verdict = Verdict.Cancelled }));
        Assert.False(result.IsSameAs(result with { FinishedAt = result.FinishedAt.AddTicks(1) }));
    }
}
