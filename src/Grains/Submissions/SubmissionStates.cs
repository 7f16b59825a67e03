using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Submissions;

/// <summary>What is stored of a submission before it is acknowledged.</summary>
[GenerateSerializer, Alias("CodeRunner.RequestState")]
public sealed class RequestState
{
    /// <summary>What to run; null only in a state that was never written.</summary>
    [Id(0)] public SubmissionRequest? Request { get; set; }
}

/// <summary>What is stored of a submission when it has ended.</summary>
[GenerateSerializer, Alias("CodeRunner.ResultState")]
public sealed class ResultState
{
    /// <summary>What came of it; null only in a state that was never written.</summary>
    [Id(0)] public SubmissionResult? Result { get; set; }
}
