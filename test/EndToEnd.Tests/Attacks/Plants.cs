using System.Diagnostics;
using System.Security.Cryptography;

namespace CodeRunner.EndToEnd.Tests.Attacks;

/// <summary>
/// A secret, new every time, in the places that a program might reach: the server's environment, files beside its data
/// folder, the arguments and the environment of a process of the host. <see cref="ControlJob"/> puts it into another job.
/// </summary>
internal sealed class Plants : IDisposable
{
    private const int SecretBytes = 12;
    private const string FileName = "CODERUNNER-PLANT";

    private readonly Process _sleeper;
    private readonly string[] _files;

    private Plants(string secret, Process sleeper, string[] files)
    {
        Secret = secret;
        _sleeper = sleeper;
        _files = files;
    }

    /// <summary>What no program's output may contain.</summary>
    public string Secret { get; }

    public IReadOnlyDictionary<string, string> ServerEnvironment => new Dictionary<string, string>
    {
        ["PLANTED_SECRET"] = Secret,
    };

    /// <summary>Sets them, with files in the temporary folders and in <paramref name="folder"/>.</summary>
    public static Plants Set(string folder)
    {
        var secret = $"CANARY-SECRET-{Convert.ToHexString(RandomNumberGenerator.GetBytes(SecretBytes))}";
        var name = $"{FileName}-{Environment.ProcessId}";
        string[] files = [.. ((string[])[folder, "/tmp", "/var/tmp", "/dev/shm"]).Select(path => Path.Combine(path, name))];
        foreach (var file in files)
        {
            File.WriteAllText(file, secret);
        }

        var start = new ProcessStartInfo("/bin/bash", ["-c", "exec -a \"$1\" /bin/sleep 1d", "bash", secret]);
        start.Environment["PLANTED_SECRET"] = secret;
        return new Plants(secret, Process.Start(start)!, files);
    }

    public void Dispose()
    {
        _sleeper.Kill();
        _sleeper.Dispose();
        foreach (var file in _files)
        {
            File.Delete(file);
        }
    }
}
