namespace CodeRunner.Bench;

/// <summary>How much is measured in one round.</summary>
internal sealed record Sizes
{
    /// <summary>For the rounds that count.</summary>
    public static readonly Sizes Full = new()
    {
        HelloSamples = 20,
        HelloJobs = 60,
        TypicalSamples = 12,
        TypicalJobs = 36,
        SameSamples = 40,
        SameJobs = 600,
        BurstJobs = 10_000,
        BitsSamples = 8,
        BitsJobs = 20,
        TestSubmissions = 3,
        Spawns = 300,
        AcceptedJobs = 2_000,
        PollTime = TimeSpan.FromSeconds(3),
        KindSamples = 20,
        KindJobs = 60,
        ContainerSamples = 8,
        ContainerJobs = 16,
    };

    /// <summary>For a look, with <c>--quick</c>.</summary>
    public static readonly Sizes Quick = new()
    {
        HelloSamples = 8,
        HelloJobs = 16,
        TypicalSamples = 4,
        TypicalJobs = 8,
        SameSamples = 10,
        SameJobs = 100,
        BurstJobs = 2_000,
        BitsSamples = 3,
        BitsJobs = 6,
        TestSubmissions = 1,
        Spawns = 100,
        AcceptedJobs = 500,
        PollTime = TimeSpan.FromSeconds(1),
        KindSamples = 8,
        KindJobs = 16,
        ContainerSamples = 3,
        ContainerJobs = 6,
    };

    /// <summary>For the first round, which isn't counted: enough for the server's code to be compiled and its files to be cached.</summary>
    public static readonly Sizes WarmUp = Quick with { TypicalSamples = 1, TypicalJobs = 4, BitsSamples = 1, BitsJobs = 4, SameJobs = 400 };

    /// <summary>Submissions of the small program, one at a time.</summary>
    public required int HelloSamples { get; init; }

    /// <summary>Submissions of the small program, as many at a time as the machine takes.</summary>
    public required int HelloJobs { get; init; }

    /// <summary>Submissions of the program with six headers, one at a time.</summary>
    public required int TypicalSamples { get; init; }

    /// <summary>Submissions of the program with six headers, as many at a time as the machine takes.</summary>
    public required int TypicalJobs { get; init; }

    /// <summary>Submissions of one and the same program, one at a time.</summary>
    public required int SameSamples { get; init; }

    /// <summary>Submissions of one and the same program, as many at a time as the machine takes.</summary>
    public required int SameJobs { get; init; }

    /// <summary>Submissions that all come at once to a server whose sandbox is simulated.</summary>
    public required int BurstJobs { get; init; }

    /// <summary>Submissions of the program with all headers, one at a time.</summary>
    public required int BitsSamples { get; init; }

    /// <summary>Submissions of the program with all headers, as many at a time as the machine takes.</summary>
    public required int BitsJobs { get; init; }

    /// <summary>Submissions with many tests, and as many with one.</summary>
    public required int TestSubmissions { get; init; }

    /// <summary>Bare starts of the same program.</summary>
    public required int Spawns { get; init; }

    /// <summary>Submissions posted while all slots are busy.</summary>
    public required int AcceptedJobs { get; init; }

    /// <summary>How long a finished job is asked for.</summary>
    public required TimeSpan PollTime { get; init; }

    /// <summary>Submissions of the small program to each kind of sandbox, one at a time.</summary>
    public required int KindSamples { get; init; }

    /// <summary>The same, as many at a time as the machine takes.</summary>
    public required int KindJobs { get; init; }

    /// <summary>Containers that compile and run the small program, one at a time.</summary>
    public required int ContainerSamples { get; init; }

    /// <summary>The same, one for each processor at a time.</summary>
    public required int ContainerJobs { get; init; }
}
