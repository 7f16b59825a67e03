using CodeRunner.Agent;

// Two roles, one binary: `launch` starts a sandbox from outside, `serve` is the first process in it.
return args switch
{
    ["launch", .. var arguments] => Launcher.Run(arguments),
    ["serve", var uid, var descriptors] => Server.Run(uid, descriptors),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("coderunner-agent is started by the silo.");
    return 2;
}
