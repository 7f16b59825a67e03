using CodeRunner.Grains.Tests.Compatibility;

// What Grains.Tests does with the types where they are, here with the types elsewhere: dotnet CodeRunner.Moved.dll <samples> <results>
var (samples, results) = (args[0], args[1]);
using var wire = new Wire();
File.WriteAllText(Path.Combine(results, "identities.txt"), Identities.Write(wire));
File.WriteAllText(Path.Combine(results, "messages.txt"), WireSamples.Format(WireSamples.Write(wire)));
File.WriteAllText(Path.Combine(results, "read.txt"), WireSamples.Format(WireSamples.ReadAndWrite(wire, File.ReadAllText(Path.Combine(samples, "messages.txt")))));
