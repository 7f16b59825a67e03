using System.Globalization;
using CodeRunner.Agent.Protocol;

namespace CodeRunner.Agent;

/// <summary>The agent's life inside a sandbox: say that it is up, then one command after the other until the silo hangs up.</summary>
internal static class Server
{
    public static int Run(string uid, string descriptors)
    {
        // So that the program can't look into the agent through /proc, whatever its uid.
        _ = Libc.prctl(Constants.SetDumpable, 0, 0, 0, 0);
        var channel = new Channel();
        try
        {
            var user = uint.Parse(uid, CultureInfo.InvariantCulture);
            OwnIdentity.Write(user);
            Serve(channel, user, Accounting.Parse(descriptors));
        }
        catch (Exception exception) when (exception is AgentException or InvalidDataException)
        {
            channel.Send(FrameType.Fault, new PayloadWriter().Text(exception.Message));
            channel.FlushAll();
        }

        return 1;
    }

    private static void Serve(Channel channel, uint uid, Accounting accounting)
    {
        var wiper = new Wiper(uid);
        var copies = new OwnCopies(uid, "/work", "/box");
        var files = new FileStore(channel, wiper, copies);
        var run = new CommandRun(channel, new Spawner(uid), accounting, wiper, copies);
        var answer = new PayloadWriter();
        channel.Send(FrameType.Ready, answer.Int(Wire.Version));
        channel.FlushAll();
        while (true)
        {
            switch (channel.Next(out var payload))
            {
                case FrameType.Put:
                    files.Put(payload);
                    run.FilesChanged();
                    break;
                case FrameType.Get:
                    files.Get(payload);
                    break;
                case FrameType.Run:
                    answer.Clear();
                    run.Run(RunCommand.ReadFrom(payload)).WriteTo(answer);
                    channel.Send(FrameType.Exit, answer);
                    channel.FlushAll();
                    break;
                case FrameType.Stdin:
                    // What a command that has ended did not read.
                    break;
                default:
                    throw new AgentException("A frame of a type that only the agent sends has come.");
            }
        }
    }
}
