using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CodeRunner.Sandbox.Linux.Seccomp;

/// <summary>Has libseccomp compile <see cref="SeccompProfile"/> for this machine's processor.</summary>
internal static partial class SeccompFilter
{
    private const string Library = "libseccomp.so.2";
    private const uint Allow = 0x7FFF0000;
    private const uint KillProcess = 0x80000000;
    private const uint Errno = 0x00050000;
    private const uint NotPermitted = 1; // EPERM
    private const uint NotImplemented = 38; // ENOSYS
    private const int ActionForOtherArchitectures = 2; // SCMP_FLTATR_ACT_BADARCH
    private const int MaskedEqual = 7; // SCMP_CMP_MASKED_EQ

    [StructLayout(LayoutKind.Sequential)]
    private struct Comparison
    {
        public uint Argument;
        public int Operator;
        public ulong First;
        public ulong Second;
    }

    /// <summary>Writes the compiled filter to a file.</summary>
    /// <exception cref="SandboxException">libseccomp is missing or refuses something.</exception>
    public static void WriteTo(string file)
    {
        try
        {
            var context = Init(Errno | NotPermitted);
            if (context == 0)
                throw new SandboxException("libseccomp can't make a filter.");
            try
            {
                AddRules(context);
                using var handle = File.OpenHandle(file, FileMode.Create, FileAccess.Write);
                Check(Export(context, handle), "write the filter");
            }
            finally
            {
                Release(context);
            }
        }
        catch (DllNotFoundException exception)
        {
            throw new SandboxException($"The native sandbox needs {Library}. Install libseccomp2.", exception);
        }
    }

    private static void AddRules(nint context)
    {
        Check(SetAttribute(context, ActionForOtherArchitectures, KillProcess), "set the action for other architectures");
        foreach (var name in SeccompProfile.Allowed)
            Add(context, Allow, name, []);
        foreach (var name in SeccompProfile.Missing)
            Add(context, Errno | NotImplemented, name, []);
        foreach (var (names, conditions) in SeccompProfile.Conditional)
        {
            foreach (var name in names)
                AddAny(context, Allow, name, conditions);
        }

        foreach (var (names, errno, conditions) in SeccompProfile.Answered)
        {
            foreach (var name in names)
                AddAny(context, Errno | errno, name, conditions.Length == 0 ? [[]] : conditions);
        }
    }

    private static void AddAny(nint context, uint action, string name, SeccompCondition[][] conditions)
    {
        foreach (var set in conditions)
            Add(context, action, name, Array.ConvertAll(set, ToComparison));
    }

    private static Comparison ToComparison(SeccompCondition condition) =>
        new() { Argument = condition.Argument, Operator = MaskedEqual, First = condition.Mask, Second = condition.Value };

    private static void Add(nint context, uint action, string name, Comparison[] conditions)
    {
        var number = Resolve(name);
        // Negative: this architecture, or this version of libseccomp, doesn't know the call; it stays forbidden.
        if (number >= 0)
            Check(AddRule(context, action, number, (uint)conditions.Length, conditions), $"add a rule for {name}");
    }

    private static void Check(int result, string what)
    {
        if (result < 0)
            throw new SandboxException($"libseccomp can't {what}: error {-result}.");
    }

    [LibraryImport(Library, EntryPoint = "seccomp_init")]
    private static partial nint Init(uint defaultAction);

    [LibraryImport(Library, EntryPoint = "seccomp_release")]
    private static partial void Release(nint context);

    [LibraryImport(Library, EntryPoint = "seccomp_attr_set")]
    private static partial int SetAttribute(nint context, int attribute, uint value);

    [LibraryImport(Library, EntryPoint = "seccomp_syscall_resolve_name", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Resolve(string name);

    [LibraryImport(Library, EntryPoint = "seccomp_rule_add_array")]
    private static partial int AddRule(nint context, uint action, int number, uint count, [In] Comparison[] conditions);

    [LibraryImport(Library, EntryPoint = "seccomp_export_bpf")]
    private static partial int Export(nint context, SafeFileHandle file);
}
