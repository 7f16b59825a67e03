namespace CodeRunner.Silo.Tests.Compatibility;

/// <summary>Rows as a former version wrote them. With CODERUNNER_WRITE_SAMPLES set to a folder they are written there instead.</summary>
internal static class RecordedRows
{
    public static void Same(string file, IEnumerable<string> present)
    {
        if (Environment.GetEnvironmentVariable("CODERUNNER_WRITE_SAMPLES") is { Length: > 0 } folder)
            File.WriteAllLines(Path.Combine(folder, file), present);
        else
            Assert.Equal(Lines(file), present);
    }

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Compatibility", "Samples", file));
}
