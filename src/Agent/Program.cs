using CodeRunner.Agent;

// Two roles, one binary: `keep` starts sandboxes, `serve` is the first process in one.
return args switch
{
    ["keep", .. var arguments] => Keeper.Run(arguments),
    ["serve", var uid, var descriptors] => Server.Run(uid, descriptors),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("coderunner-agent is started by the silo.");
    return 2;
}
