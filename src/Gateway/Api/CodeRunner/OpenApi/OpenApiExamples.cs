using System.Text.Json.Nodes;

namespace CodeRunner.Gateway.Api.CodeRunner.OpenApi;

/// <summary>What requests and answers look like.</summary>
internal static class OpenApiExamples
{
    public const string JobId = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    public static JsonNode? RunRequest => JsonNode.Parse("""
        {
          "language": "cpp",
          "code": "#include <iostream>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b << '\\n'; }",
          "tests": [{ "name": "small", "stdin": "2 3\n", "expectedOutput": "5\n" }],
          "limits": { "cpuTimeMs": 1000 }
        }
        """);

    public static JsonNode? RunResponse => JsonNode.Parse($$"""{ "jobId": "{{JobId}}", "status": "queued" }""");

    public static JsonNode? StatusResponse => JsonNode.Parse($$"""
        {
          "success": true, "jobId": "{{JobId}}", "state": "completed", "output": "5\n", "language": "cpp", "verdict": "accepted", "message": null,
          "stdout": "5\n", "stderr": "", "compileOutput": "", "stdoutTruncated": false, "stderrTruncated": false, "compileOutputTruncated": false,
          "exitCode": 0, "signal": null, "cpuTimeMs": 1.482, "wallTimeMs": 2.1, "memoryBytes": 1511424,
          "compile": { "cpuTimeMs": 301.2, "wallTimeMs": 310.5, "memoryBytes": 83886080 },
          "tests": [{
            "name": "small", "verdict": "accepted", "message": null, "stdout": "5\n", "stderr": "", "stdoutTruncated": false, "stderrTruncated": false,
            "exitCode": 0, "signal": null, "cpuTimeMs": 1.482, "wallTimeMs": 2.1, "memoryBytes": 1511424
          }],
          "queuePosition": null, "progress": null, "attempts": 1,
          "createdAt": "2026-01-02T03:04:05.12+00:00", "startedAt": "2026-01-02T03:04:05.13+00:00", "finishedAt": "2026-01-02T03:04:05.45+00:00", "contentsRemoved": false
        }
        """);

    public static JsonNode? ProblemResponse => JsonNode.Parse("""
        {
          "type": "about:blank", "title": "Bad Request", "status": 400, "success": false,
          "detail": "limits.cpuTimeMs must be from 1 to 15000, not 99999.",
          "error": "limits.cpuTimeMs must be from 1 to 15000, not 99999.",
          "errors": { "limits.cpuTimeMs": ["limits.cpuTimeMs must be from 1 to 15000, not 99999."] }
        }
        """);
}
