namespace CodeRunner.Grains.Tests.Compatibility;

/// <summary>What was recorded in files beside the tests. With CODERUNNER_WRITE_SAMPLES set to a folder it is written there instead.</summary>
internal static class Recorded
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Compatibility", "Samples");

    /// <summary>Compares with what was recorded, line by line, so that a failure shows the first that differs.</summary>
    public static void Same(string file, string present)
    {
        if (Environment.GetEnvironmentVariable("CODERUNNER_WRITE_SAMPLES") is { Length: > 0 } folder)
            File.WriteAllText(Path.Combine(folder, file), present);
        else
            Assert.Equal(Text(file).Split('\n'), present.Split('\n'));
    }

    public static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));
}
