namespace CodeRunner.Bench;

/// <summary>The benchmark can't go on: bad arguments, a server that does not start, or an answer that is wrong.</summary>
internal sealed class BenchException(string message, Exception? cause = null) : Exception(message, cause);
