using CodeRunner.Agent.Protocol;

namespace CodeRunner.Agent;

/// <summary>
/// Runs one command: streams, limits, end. The end of the command is the end of its first process; whatever else it left
/// running is killed then, and only then are the pipes read to their end (a grandchild may hold them open for an hour).
/// </summary>
internal sealed unsafe class CommandRun(Channel channel, Spawner spawner, Accounting accounting, Wiper wiper, OwnCopies copies)
{
    /// <summary>How often the cgroup is looked at while nothing happens; an OOM kill of a child shows up that late at most.</summary>
    private const long Tick = 50 * Constants.NanosecondsPerMillisecond;

    /// <summary>How often the tasks are looked at. Commands that are over before the first time are not looked at.</summary>
    private const long LookInterval = 250 * Constants.NanosecondsPerMillisecond;

    /// <summary>
    /// How long what is killed may take to be gone before it is reported without it: half of the second in which a verdict is to come. A call of the
    /// kernel that looks at no signal takes as long as it takes.
    /// </summary>
    private const long DeathTimeout = 500 * Constants.NanosecondsPerMillisecond;

    private static readonly int ProcessorCount = Environment.ProcessorCount;

    private readonly OutputReader _stdout = new(channel, 1);
    private readonly OutputReader _stderr = new(channel, 2);
    private readonly StdinWriter _stdin = new();
    private readonly TaskTimes _tasks = new();
    private readonly OutsideWait _outsideWait = new();
    private readonly MemoryMeter _memory = new(accounting);
    private readonly SocketWatch _sockets = new();
    private RunCommand _command = null!; // Set by Run, before anything reads it.
    private int _process;
    private int _status;
    private bool _ended;
    private StopReason _reason;
    private long _deadline;
    private long _nextLook;
    private long _nextSocketLook;
    private long _cpuBefore;
    private long _ownBefore;
    private long _oomBefore;
    private long _reapedCpu;

    public ExitReport Run(RunCommand command)
    {
        _command = command;
        copies.Restore();
        (_status, _ended, _reason, _reapedCpu) = (0, false, StopReason.None, 0);
        _memory.LookAtIdle();
        var stdin = OpenStdin();
        _memory.Begin(command);
        _ownBefore = Accounting.OwnCpuTime();
        _oomBefore = accounting.OomKills();
        _cpuBefore = accounting.CpuTime();

        var start = Start(stdin);
        _deadline = start.Time + command.WallTime;
        _nextLook = start.Time + LookInterval;
        _outsideWait.Begin(_cpuBefore, start.Time);
        _nextSocketLook = start.Time + Tick;
        if (start.Error == 0)
            Watch();
        var ended = Libc.Now();

        var allDied = TryKillAll(ended + DeathTimeout);
        _stdin.End();
        _stdout.Drain();
        _stderr.Drain();
        CheckOutput();
        var cpu = UsedCpuTime();
        var oomKills = accounting.OomKills() - _oomBefore;
        if (oomKills > 0 && _reason is StopReason.None or StopReason.CpuTime or StopReason.WallTime)
            _reason = StopReason.Memory;
        var signal = _ended || start.Error != 0 ? _status & 0x7f : Constants.SigKill; // which waits for it
        return new ExitReport
        {
            Number = command.Number,
            Reason = _reason,
            ExitCode = signal == 0 ? (_status >> 8) & 0xff : -1,
            Signal = signal,
            CpuTime = cpu < 0 ? _reapedCpu : cpu,
            WallTime = ended - start.Time,
            Memory = _memory.End(oomKills > 0),
            OomKills = oomKills,
            StdoutTruncated = _stdout.Truncated,
            StderrTruncated = _stderr.Truncated,
            // What is still dying may still write; nothing else may run beside it.
            Dirty = !allDied || (!command.KeepFiles && !Wipe()),
            ExecError = (int)start.Error,
            OutsideWait = _outsideWait.Total,
        };
    }

    private bool Wipe()
    {
        copies.Wiped();
        return wiper.Wipe();
    }

    /// <summary>From now on other files are in the sandbox: what is in use while nothing runs has to be found out again.</summary>
    public void FilesChanged() => _memory.Forget();

    private Pipe OpenStdin() => _command.Stdin switch
    {
        StdinKind.Stream => Pipe.OpenForCommand(),
        StdinKind.Descriptor => new Pipe { Reader = channel.TakeDescriptor(), Writer = -1 },
        StdinKind.Content => new Pipe { Reader = StdinFile.Receive(channel, _command), Writer = -1 },
        _ => throw new AgentException("A command's stdin is of a kind that doesn't exist."),
    };

    private StartReport Start(Pipe stdin)
    {
        var stdout = Pipe.OpenForCommand();
        var stderr = Pipe.OpenForCommand();
        var status = Pipe.Open();
        _process = spawner.Start(_command, new ChildDescriptors
        {
            Stdin = stdin.Reader,
            Stdout = stdout.Writer,
            Stderr = stderr.Writer,
            Status = status.Writer,
        });
        _ = Libc.close(stdin.Reader);
        _ = Libc.close(stdout.Writer);
        _ = Libc.close(stderr.Writer);
        _ = Libc.close(status.Writer);
        _stdin.Begin(stdin.Writer);
        _stdout.Begin(stdout.Reader, _command.Output, _command.Output);
        _stderr.Begin(stderr.Reader, _command.ErrorOutput, _command.MaxErrorOutput);

        return StartReport.Read(status.Reader);
    }

    private void Watch()
    {
        var pidfd = (int)Libc.syscall(Constants.SyscallPidfdOpen, _process, 0, 0, 0, 0);
        if (pidfd < 0)
            throw AgentException.FromErrno("pidfd_open", "command");
        while (!_ended && _reason == StopReason.None)
        {
            // First of all: what came together with the command lies in the buffer already, and poll would not tell of it.
            TakeStdin();
            Poll(pidfd);
            channel.Flush();
            _stdin.Write();
            if (channel.CanTakeOutput)
            {
                _ = _stdout.Read();
                _ = _stderr.Read();
            }

            Reap();
            if (!_ended)
                CheckLimits();
            // At the end of the wall time too, while the tasks are still there.
            if (_reason == StopReason.WallTime || Libc.Now() >= _nextLook)
                LookAtTasks();
        }

        _ = Libc.close(pidfd);
    }

    private void Poll(int pidfd)
    {
        const int count = 6;
        var entries = stackalloc PollEntry[count];
        var output = channel.CanTakeOutput ? Constants.PollIn : (short)0;
        entries[0] = new PollEntry { Descriptor = pidfd, Events = Constants.PollIn };
        entries[1] = new PollEntry { Descriptor = output == 0 ? -1 : _stdout.Descriptor, Events = output };
        entries[2] = new PollEntry { Descriptor = output == 0 ? -1 : _stderr.Descriptor, Events = output };
        entries[3] = new PollEntry { Descriptor = _stdin.HasChunk ? _stdin.Descriptor : -1, Events = Constants.PollOut };
        entries[4] = new PollEntry { Descriptor = 0, Events = _stdin.CanTake ? Constants.PollIn : (short)0 };
        entries[5] = new PollEntry { Descriptor = channel.HasOutput ? 1 : -1, Events = Constants.PollOut };
        _ = Libc.poll(entries, count, Timeout());
        Channel.CheckHangUp(entries[4]);
        if ((entries[4].Returned & Constants.PollIn) != 0)
            channel.Fill();
    }

    /// <summary>Until the first moment at which a limit can have been reached: all processors may be spending the CPU time.</summary>
    private int Timeout()
    {
        var wait = Math.Min(Tick, _deadline - Libc.Now());
        var cpu = UsedCpuTime();
        if (cpu >= 0)
            wait = Math.Min(wait, (_command.CpuTime - cpu) / ProcessorCount);
        return (int)Math.Max(1, (wait + Constants.NanosecondsPerMillisecond - 1) / Constants.NanosecondsPerMillisecond);
    }

    private void CheckLimits()
    {
        _memory.Look();
        CheckOutput();
        if (_reason != StopReason.None)
            return;
        // Times go on after the kernel has killed for memory: where the agent comes late and sees both, that was first.
        if (accounting.OomKills() > _oomBefore || HasTooManySockets())
            _reason = StopReason.Memory;
        else if (UsedCpuTime() > _command.CpuTime)
            _reason = StopReason.CpuTime;
        else if (Libc.Now() >= _deadline)
            _reason = StopReason.WallTime;
    }

    private void LookAtTasks()
    {
        _tasks.AddTo(_outsideWait);
        // Read after the tasks' own, so that it is not less than they say.
        var now = Libc.Now();
        _outsideWait.EndLook(Math.Max(0, accounting.CpuTime()), now);
        _nextLook = now + LookInterval;
    }

    /// <summary>Looked at once a tick: a command that ends sooner gives all of them back.</summary>
    private bool HasTooManySockets()
    {
        var now = Libc.Now();
        if (now < _nextSocketLook)
            return false;
        _nextSocketLook = now + Tick;
        return _sockets.HasTooMany();
    }

    /// <summary>What the command and its children have used so far, without the agent; -1 if unknown.</summary>
    private long UsedCpuTime()
    {
        var cpu = accounting.CpuTime();
        return cpu < 0 ? -1 : Math.Max(0, cpu - _cpuBefore - (Accounting.OwnCpuTime() - _ownBefore));
    }

    private void CheckOutput()
    {
        if (_reason == StopReason.None && _command.KillOnOutputLimit && (_stdout.Exceeded || _stderr.Exceeded))
            _reason = _stdout.Exceeded ? StopReason.Output : StopReason.ErrorOutput;
    }

    private void TakeStdin()
    {
        while (_stdin.CanTake && channel.TryTake(out var type, out var payload))
        {
            if (type != FrameType.Stdin)
                throw new AgentException("A command came while another runs.");
            var reader = new PayloadReader(payload);
            if (reader.Int() == _command.Number)
                _stdin.Take(reader.Rest);
        }
    }

    /// <summary>As the first process of its namespace the agent inherits every orphan; they must not pile up as zombies.</summary>
    private void Reap()
    {
        while (ReapOne(Constants.NoHang) > 0)
        {
        }
    }

    /// <summary>
    /// One signal to all reaches forks in progress too: the kernel lets none through while a fatal signal is pending. False: something is still there
    /// at the deadline.
    /// </summary>
    private bool TryKillAll(long deadline)
    {
        while (true)
        {
            _ = Libc.kill(-1, Constants.SigKill);
            var result = ReapOne(Constants.NoHang);
            if (result < 0 && Libc.Errno == Constants.Echild)
                return true;
            if (result != 0)
                continue;
            if (Libc.Now() >= deadline)
                return false;
            _ = Libc.poll(null, 0, 1); // Nothing tells of the end of any child at once.
        }
    }

    private int ReapOne(int options)
    {
        int status;
        ResourceUsage usage;
        var process = Libc.wait4(-1, &status, options, &usage);
        if (process <= 0)
            return process;
        _reapedCpu += Accounting.Total(usage);
        if (process == _process)
            (_status, _ended) = (status, true);
        return process;
    }
}
