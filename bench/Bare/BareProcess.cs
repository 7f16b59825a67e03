using System.Buffers;
using System.Collections;
using System.Runtime.InteropServices;
using System.Text;

namespace CodeRunner.Bench.Bare;

/// <summary>
/// Runs a program the cheapest way there is: posix_spawn, pipes, waitpid. .NET's own Process would add about a
/// millisecond, which would flatter the engine.
/// </summary>
internal static unsafe class BareProcess
{
    private const int BufferSize = 64 << 10;

    private static readonly byte** Environ = Strings(
        [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(static entry => $"{entry.Key}={entry.Value}")]);

    /// <summary>Runs a command to its end and returns what it wrote to stdout and stderr.</summary>
    /// <param name="command">The program's path and its arguments.</param>
    /// <param name="stdin">What it may read; smaller than a pipe's buffer (64 KiB).</param>
    /// <exception cref="BenchException">It can't be started, or does not exit with 0.</exception>
    public static string Run(IReadOnlyList<string> command, string stdin = "")
    {
        var (input, output) = (Pipe(), Pipe());
        var process = Start(command, input.Reader, output.Writer);
        _ = Libc.close(input.Reader);
        _ = Libc.close(output.Writer);
        Write(input.Writer, stdin);
        _ = Libc.close(input.Writer);
        var text = ReadToEnd(output.Reader);
        _ = Libc.close(output.Reader);
        int status;
        while (Libc.waitpid(process, &status, 0) < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
        {
        }

        return status == 0 ? text : throw new BenchException($"{command[0]} ended with wait status {status}: {text}");
    }

    private static int Start(IReadOnlyList<string> command, int stdin, int stdout)
    {
        var arguments = Strings(command);
        var actions = stackalloc byte[Libc.FileActionsSize];
        _ = Libc.posix_spawn_file_actions_init(actions);
        _ = Libc.posix_spawn_file_actions_adddup2(actions, stdin, 0);
        _ = Libc.posix_spawn_file_actions_adddup2(actions, stdout, 1);
        _ = Libc.posix_spawn_file_actions_adddup2(actions, stdout, 2);
        int process;
        var error = Libc.posix_spawn(&process, arguments[0], actions, null, arguments, Environ);
        _ = Libc.posix_spawn_file_actions_destroy(actions);
        Free(arguments);
        return error == 0 ? process : throw new BenchException($"{command[0]} can't be started: error {error}");
    }

    private static (int Reader, int Writer) Pipe()
    {
        var ends = stackalloc int[2];
        return Libc.pipe2(ends, Libc.CloseOnExec) == 0 ? (ends[0], ends[1]) : throw new BenchException("No pipe can be made.");
    }

    private static void Write(int descriptor, string text)
    {
        if (text.Length == 0)
            return;
        fixed (byte* bytes = Encoding.UTF8.GetBytes(text))
            _ = Libc.write(descriptor, bytes, (nuint)Encoding.UTF8.GetByteCount(text));
    }

    private static string ReadToEnd(int descriptor)
    {
        var buffer = stackalloc byte[BufferSize];
        var all = new ArrayBufferWriter<byte>();
        nint count;
        while ((count = Libc.read(descriptor, buffer, BufferSize)) > 0 || (count < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted))
            all.Write(new ReadOnlySpan<byte>(buffer, (int)Math.Max(0, count)));
        return Encoding.UTF8.GetString(all.WrittenSpan);
    }

    private static byte** Strings(IReadOnlyList<string> texts)
    {
        var pointers = (byte**)NativeMemory.AllocZeroed((nuint)texts.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Count; i++)
            pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        return pointers;
    }

    private static void Free(byte** strings)
    {
        for (var next = strings; *next != null; next++)
            Marshal.FreeCoTaskMem((nint)(*next));
        NativeMemory.Free(strings);
    }
}
