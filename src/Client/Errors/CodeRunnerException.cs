using System.Net;

namespace CodeRunner.Client;

/// <summary>A request came to nothing. What a program does wrong is no exception but a <see cref="Verdict"/>.</summary>
/// <param name="message">One sentence, where there is one the server's.</param>
/// <param name="status">What the server answered; null where it gave no answer.</param>
/// <param name="cause">What is behind it.</param>
public class CodeRunnerException(string message, HttpStatusCode? status = null, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What the server answered; null where it gave no answer.</summary>
    public HttpStatusCode? Status => status;
}
