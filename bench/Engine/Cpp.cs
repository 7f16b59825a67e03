using CodeRunner.Client;

namespace CodeRunner.Bench.Engine;

/// <summary>How programs are handed in.</summary>
internal static class Cpp
{
    public static RunRequest Program(string code) => new() { Language = "cpp", Code = code };

    /// <summary>Submits; null when the engine refuses for now.</summary>
    public static async Task<Guid?> TrySubmitAsync(this CodeRunnerClient client, RunRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SubmitAsync(request, cancellationToken: cancellationToken);
        }
        catch (EngineBusyException)
        {
            return null;
        }
    }
}
