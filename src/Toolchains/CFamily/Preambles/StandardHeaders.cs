using System.Collections.Frozen;

namespace CodeRunner.Toolchains.CFamily.Preambles;

/// <summary>
/// The headers that a preamble may hold: those of C++ and C, and of GNU's and POSIX' those that programs commonly use. All of them may be
/// included twice, as a source that uses a precompiled preamble does, without a difference.
/// </summary>
internal static class StandardHeaders
{
    private const string Names = """
        algorithm any array atomic barrier bit bitset charconv chrono codecvt compare complex concepts condition_variable coroutine deque
        exception execution expected filesystem flat_map flat_set format forward_list fstream functional future generator initializer_list
        iomanip ios iosfwd iostream istream iterator latch limits list locale map mdspan memory memory_resource mutex new numbers numeric
        optional ostream print queue random ranges ratio regex scoped_allocator semaphore set shared_mutex source_location span spanstream
        sstream stack stacktrace stdexcept stdfloat stop_token streambuf string string_view strstream syncstream system_error thread tuple
        type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector version
        cassert cctype cerrno cfenv cfloat cinttypes climits clocale cmath csetjmp csignal cstdarg cstddef cstdint cstdio cstdlib cstring
        ctgmath ctime cuchar cwchar cwctype
        ctype.h errno.h fenv.h float.h inttypes.h limits.h locale.h math.h setjmp.h signal.h stdarg.h stddef.h stdint.h stdio.h
        stdlib.h string.h time.h uchar.h wchar.h wctype.h
        bits/stdc++.h bits/extc++.h ext/pb_ds/assoc_container.hpp ext/pb_ds/tree_policy.hpp ext/pb_ds/priority_queue.hpp ext/rope
        pthread.h sched.h unistd.h sys/mman.h sys/resource.h sys/stat.h sys/time.h sys/types.h sys/wait.h
        """;

    private static readonly FrozenSet<string> All =
        Names.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<string> Known => All;

    /// <summary>Whether <paramref name="name"/> is one of them.</summary>
    public static bool Contains(string name) => All.Contains(name);
}
