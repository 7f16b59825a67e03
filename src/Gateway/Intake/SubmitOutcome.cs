namespace CodeRunner.Gateway.Intake;

/// <summary>What came of a program that was handed over: it is stored and has an id, or it was not taken.</summary>
internal readonly record struct SubmitOutcome
{
    private SubmitOutcome(Guid id, Refusal? refusal) => (Id, Refusal) = (id, refusal);

    /// <summary>What it is asked for by.</summary>
    public Guid Id { get; }

    /// <summary>Why it was not taken; null where it was.</summary>
    public Refusal? Refusal { get; }

    /// <summary>It is stored, and will be run.</summary>
    public static SubmitOutcome Taken(Guid id) => new(id, null);

    /// <summary>Nothing was stored.</summary>
    public static SubmitOutcome Refused(Refusal refusal) => new(default, refusal);
}
