using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace CodeRunner.Client.Tests;

/// <summary>Gives scripted answers, one a request, and keeps what it was asked.</summary>
internal sealed class FakeServer : HttpMessageHandler
{
    public static readonly Guid Job = new("3f2504e0-4f89-41d3-9a0c-0305e82c3301");

    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> _answers = new();

    public List<Asked> Requests { get; } = [];

    public FakeServer Answer(HttpStatusCode status, string body, string type = "application/json", TimeSpan? retryAfter = null) =>
        Answer(() =>
        {
            var answer = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) };
            answer.Headers.RetryAfter = retryAfter is { } delay ? new RetryConditionHeaderValue(delay) : null;
            return answer;
        });

    public FakeServer Answer(Func<HttpResponseMessage> answer) => Answer(_ => Task.FromResult(answer()));

    public FakeServer Answer(Func<CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public FakeServer AnswerStatus(string state) => Answer(HttpStatusCode.OK, Status(state));

    public FakeServer AnswerProblem(HttpStatusCode status, string error = "Why.", string members = "", TimeSpan? retryAfter = null) => Answer(
        status,
        $$"""{"type":"about:blank","title":"T","status":{{(int)status}},"success":false,"detail":"{{error}}","error":"{{error}}"{{members}}}""",
        "application/problem+json",
        retryAfter);

    public FakeServer AnswerEvents(params string[] events) =>
        Answer(HttpStatusCode.OK, string.Concat(events.Select(static text => $"{text}\n\n")), "text/event-stream");

    public FakeServer Fail() => Answer(static () => throw new HttpRequestException("The connection was lost."));

    public CodeRunnerClient Client(Action<CodeRunnerClientOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new CodeRunnerClientOptions { Address = new Uri("http://server/base") };
        configure?.Invoke(options);
        return new CodeRunnerClient(new HttpClient(this) { Timeout = Timeout.InfiniteTimeSpan }, options, time);
    }

    public static string Status(string state) =>
        $$"""{"success":true,"jobId":"{{Job}}","state":"{{state}}","verdict":null,"createdAt":"2026-01-02T03:04:05+00:00"}""";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(new Asked(
            $"{request.Method} {request.RequestUri!.PathAndQuery}", // Made by the client.
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken),
            request.Headers.ToDictionary(static header => header.Key, static header => string.Join(", ", header.Value))));
        Assert.True(_answers.Count > 0, $"Nobody expected {Requests[^1].Line}.");
        return await _answers.Dequeue()(cancellationToken);
    }
}

/// <summary>A request.</summary>
internal sealed record Asked(string Line, string Body, Dictionary<string, string> Headers);
