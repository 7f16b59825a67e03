namespace CodeRunner.Client;

/// <summary>A file beside the main source.</summary>
/// <param name="Name">A relative path with <c>/</c> between its parts.</param>
/// <param name="Content">What is in it.</param>
public sealed record RunFile(string Name, string Content);
