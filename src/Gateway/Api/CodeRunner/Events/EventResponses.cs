using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Gateway.Api.CodeRunner.Events;

/// <summary>Event <c>state</c>: the job entered a state.</summary>
/// <param name="State">The new state.</param>
/// <param name="Attempt">The attempt that it belongs to, from 1; 0 before the first.</param>
public sealed record StateEvent(SubmissionState State, int Attempt);

/// <summary>Event <c>output</c>: the program wrote something.</summary>
/// <param name="Test">Number of the test, from 1.</param>
/// <param name="Stream">The stream it wrote to.</param>
/// <param name="Data">What it wrote; a character is never cut.</param>
public sealed record OutputEvent(int Test, OutputStream Stream, Blob Data);

/// <summary>Event <c>test</c>: a test ended.</summary>
/// <param name="Test">Number of the test, from 1.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="CpuTimeMs">User and system time, in milliseconds.</param>
/// <param name="WallTimeMs">Time from start to end, in milliseconds.</param>
/// <param name="MemoryBytes">Peak memory, in bytes.</param>
public sealed record TestEvent(int Test, Verdict Verdict, double CpuTimeMs, double WallTimeMs, long MemoryBytes);

/// <summary>Event <c>missed</c>: events were left out because the client was too slow or came too late; the result has everything.</summary>
/// <param name="Count">How many.</param>
public sealed record MissedEvent(long Count);
