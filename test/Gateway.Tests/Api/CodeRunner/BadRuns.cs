namespace CodeRunner.Gateway.Tests.Api.CodeRunner;

/// <summary>Bad requests, each with what must be said of it.</summary>
public static class BadRuns
{
    /// <summary>A field with a bad value (by path), what else is in the request, and a word of the message.</summary>
    public static TheoryData<string, string, string> BadFields => new()
    {
        { "language", """ "language":"brainfuck" """, "cpp, sh" },
        { "language", """ "language":"" """, "must be one of" },
        { "language", """ "language":"CPP" """, "must be one of" },
        { "language", """ "language":null """, "must be a string, not null" },
        { "language", """ "language":7 """, "must be a string, not a number" },
        { "language", """ "language":["cpp"] """, "must be a string, not an array" },
        { "language", """ "language":"c\u0000pp" """, "must be one of" },
        { "language", """ "language":"\ud800" """, "surrogate" },
        { "code", """ "code":"" """, "from 1 to 262144 bytes (256 KiB), not 0" },
        { "code", """ "code":null """, "must be a string, not null" },
        { "code", """ "code":1 """, "must be a string, not a number" },
        { "code", """ "code":true """, "must be a string, not true" },
        { "code", """ "code":{"text":"x"} """, "must be a string, not an object" },
        { "code", """ "code":["x"] """, "must be a string, not an array" },
        { "code", """ "code":"\udc00" """, "surrogate" },
        { "stdin", """ "stdin":null """, "must be a string, not null" },
        { "stdin", """ "stdin":5 """, "must be a string, not a number" },
        { "stdin", """ "stdin":"x\ud83d" """, "surrogate" },
        { "stdin", """ "stdin":"", "tests":[{"stdin":"1"}] """, "left out when there are tests" },
        { "args", """ "args":"-x" """, "must be an array, not a string" },
        { "args", """ "args":null """, "must be an array, not null" },
        { "args", """ "args":{} """, "must be an array, not an object" },
        { "args[1]", """ "args":["a",1] """, "must be a string, not a number" },
        { "args[0]", """ "args":[null] """, "must be a string, not null" },
        { "args[1]", """ "args":["a","b\u0000c"] """, "NUL" },
        { "args", $""" "args":[{Repeat("\"a\"", 65)}] """, "at most 64 elements, not 65" },
        { "args", $""" "args":["{new string('a', 65537)}"] """, "at most 65536 bytes (64 KiB) together, not 65537" },
        { "standard", """ "standard":"98" """, "11, 14, 17, 20" },
        { "standard", """ "standard":"c++20" """, "must be one of" },
        { "standard", """ "standard":20 """, "must be a string, not a number" },
        { "standard", """ "standard":null """, "must be a string, not null" },
        { "sources", """ "sources":"a.cpp" """, "must be an array" },
        { "sources[0]", """ "sources":[2] """, "must be a string" },
        { "sources[0]", """ "sources":["a.cpp"] """, "must be the name of one of the files, not 'a.cpp'" },
        { "sources[1]", """ "files":[{"name":"a.cpp","content":""}],"sources":["a.cpp","b.cpp"] """, "must be the name of one of the files, not 'b.cpp'" },
        { "sources[1]", """ "files":[{"name":"a.cpp","content":""}],"sources":["a.cpp","a.cpp"] """, "must not be listed twice: 'a.cpp'" },
        { "sources", $""" "sources":[{Repeat("\"main.cpp\"", 65)}] """, "at most 64 elements, not 65" },
        { "compileOptions", """ "compileOptions":"-O2" """, "must be an array" },
        { "compileOptions[0]", """ "compileOptions":[2] """, "must be a string" },
        { "compileOptions[0]", """ "compileOptions":["-O9"] """, "'-O9' is not an option that cpp allows" },
        { "compileOptions[1]", """ "compileOptions":["-O2","-O2 -fplugin=x"] """, "is not an option" },
        { "compileOptions[0]", """ "compileOptions":["@file"] """, "is not an option" },
        { "compileOptions[0]", """ "compileOptions":[""] """, "is not an option" },
        { "compileOptions[0]", """ "compileOptions":["-O2\n"] """, "is not an option" },
        { "compileOptions", $""" "compileOptions":[{Repeat("\"-O2\"", 33)}] """, "at most 32 elements, not 33" },
        { "tests", """ "tests":[] """, "from 1 to 500 elements, not 0" },
        { "tests", """ "tests":{} """, "must be an array" },
        { "tests", """ "tests":null """, "must be an array, not null" },
        { "tests", $""" "tests":[{Repeat("{}", 501)}] """, "at most 500 elements, not 501" },
        { "tests[0]", """ "tests":["1"] """, "must be an object, not a string" },
        { "tests[1]", """ "tests":[{},null] """, "must be an object, not null" },
        { "tests[0].name", """ "tests":[{"name":1}] """, "must be a string" },
        { "tests[0].name", """ "tests":[{"name":""}] """, "from 1 to 255 bytes, not 0" },
        { "tests[0].name", """ "tests":[{"name":"a\u0000"}] """, "NUL" },
        { "tests[0].name", $$""" "tests":[{"name":"{{new string('n', 256)}}"}] """, "from 1 to 255 bytes, not 256" },
        { "tests[0].stdin", """ "tests":[{"stdin":1}] """, "must be a string" },
        { "tests[2].expectedOutput", """ "tests":[{},{},{"expectedOutput":null}] """, "must be a string, not null" },
        { "tests[0].input", """ "tests":[{"input":"1"}] """, "is not a known field; there are name, stdin and expectedOutput" },
        { "checker", """ "checker":"fuzzy" """, "exact" },
        { "checker", """ "checker":1 """, "must be a string or an object, not a number" },
        { "checker", """ "checker":null """, "must be a string or an object, not null" },
        { "checker.type", """ "checker":{} """, "is required" },
        { "checker.type", """ "checker":{"type":"x"} """, "must be one of" },
        { "checker.type", """ "checker":{"type":1} """, "must be a string" },
        { "checker.absoluteTolerance", """ "checker":{"type":"float","absoluteTolerance":-1} """, "from 0 to 1000000000" },
        { "checker.absoluteTolerance", """ "checker":{"type":"float","absoluteTolerance":1e999} """, "from 0 to 1000000000" },
        { "checker.relativeTolerance", """ "checker":{"type":"float","relativeTolerance":"0.1"} """, "must be a number, not a string" },
        { "checker.relativeTolerance", """ "checker":{"type":"lines","relativeTolerance":0.1} """, "must be left out unless the checker is float" },
        { "checker.tolerance", """ "checker":{"type":"float","tolerance":0.1} """, "is not a known field" },
        { "stopOnFirstFailure", """ "stopOnFirstFailure":1 """, "must be true or false, not a number" },
        { "stopOnFirstFailure", """ "stopOnFirstFailure":"true" """, "must be true or false, not a string" },
        { "stopOnFirstFailure", """ "stopOnFirstFailure":null """, "must be true or false, not null" },
        { "limits", """ "limits":5 """, "must be an object, not a number" },
        { "limits", """ "limits":null """, "must be an object, not null" },
        { "limits", """ "limits":[] """, "must be an object, not an array" },
        { "limits.cpuTime", """ "limits":{"cpuTime":1} """, "is not a known field; there are cpuTimeMs, wallTimeMs" },
        { "limits.totalWallTimeMs", """ "limits":{"totalWallTimeMs":3600001} """, "must be from 1 to 3600000, not 3600001" },
        { "limits.wallTimeMs", $$""" "limits":{"wallTimeMs":60000},"tests":[{}{{string.Concat(Enumerable.Repeat(",{}", 499))}}] """, "must be at most 7200 with 500 tests" },
        { "priority", """ "priority":"urgent" """, "interactive" },
        { "isolation", """ "isolation":"none" """, "must be one of submission, test, not 'none'" },
        { "isolation", """ "isolation":null """, "must be a string, not null" },
        { "contentsRemoved", """ "contentsRemoved":true """, "must be left out or false: this request's inputs were removed after its run" },
        { "contentsRemoved", """ "contentsRemoved":1 """, "must be true or false, not a number" },
        { "priority", """ "priority":1 """, "must be a string" },
        { "priority", """ "priority":null """, "must be a string, not null" },
        { "foo", """ "foo":1 """, "is not a known field; there are language, code" },
        { "Code", """ "Code":"x" """, "is not a known field" },
        { "source_code", """ "source_code":{"a":[1,{"b":2}]} """, "is not a known field" },
        { "['a b']", """ "a b":1 """, "is not a known field" },
        { "['']", """ "":1 """, "is not a known field" },
        { $"{new string('f', 64)}...", $""" "{new string('f', 100_000)}":1 """, "is not a known field" },
        { "code", """ "code":"y", "code":"z" """, "must not appear twice" },
        { "limits", """ "limits":{}, "limits":{} """, "must not appear twice" },
        { "limits.processes", """ "limits":{"processes":1,"processes":2} """, "must not appear twice" },
        { "files[0].name", """ "files":[{"name":"a","content":"","name":"b"}] """, "must not appear twice" },
        { "files", """ "files":{} """, "must be an array" },
        { "files", """ "files":null """, "must be an array, not null" },
        { "files", $""" "files":[{string.Join(',', Enumerable.Range(0, 65).Select(static n => $"{{\"name\":\"f{n}\",\"content\":\"\"}}"))}] """, "at most 64 elements, not 65" },
        { "files[0]", """ "files":["a.h"] """, "must be an object, not a string" },
        { "files[0].name", """ "files":[{"content":""}] """, "is required" },
        { "files[0].content", """ "files":[{"name":"a.h"}] """, "is required" },
        { "files[0].content", """ "files":[{"name":"a.h","content":null}] """, "must be a string, not null" },
        { "files[0].name", """ "files":[{"name":1,"content":""}] """, "must be a string, not a number" },
        { "files[0].path", """ "files":[{"name":"a","content":"","path":"a"}] """, "is not a known field; there are name and content" },
        { "files[1].name", """ "files":[{"name":"a.h","content":""},{"name":"a.h","content":"2"}] """, "another file" },
        { "files[0].name", """ "files":[{"name":"main.cpp","content":""}] """, "the name of the main source" },
        { "files[0].name", """ "files":[{"name":"main.cpp/a.h","content":""}] """, "folder of the other" },
        { "files[1].name", """ "files":[{"name":"lib/a.h","content":""},{"name":"lib","content":""}] """, "folder of the other" },
        { "files[1].name", """ "files":[{"name":"lib","content":""},{"name":"lib/x/a.h","content":""}] """, "folder of the other" },
    };

    public static TheoryData<string, string> BadFileNames => new()
    {
        { "..", "a . or a .." },
        { "../a.h", "a . or a .." },
        { "lib/../../etc/passwd", "a . or a .." },
        { "a/..", "a . or a .." },
        { "./a.h", "a . or a .." },
        { "a/./b", "a . or a .." },
        { "a//b", "empty part" },
        { "a/", "empty part" },
        { "/etc/passwd", "must be relative" },
        { "/", "must be relative" },
        { "", "from 1 to 255 bytes, not 0" },
        { "a\\u0000.h", "NUL" },
        { "a\\n.h", "control character" },
        { "a\\u007f", "control character" },
        { "..\\\\a.h", "backslash" },
        { "C:\\\\a.h", "backslash" },
        { "-fplugin=a.cpp", "must not begin with - or @" },
        { "@a.cpp", "must not begin with - or @" },
        { "\\ud800", "surrogate" },
        { new string('n', 256), "from 1 to 255 bytes, not 256" },
        { new string('é', 128), "from 1 to 255 bytes, not 256" },
    };

    public static TheoryData<string, string, string> BadLimits
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (var (limit, bounds) in new[]
            {
                ("cpuTimeMs", "from 1 to 15000"), ("wallTimeMs", "from 1 to 60000"), ("totalWallTimeMs", "from 1 to 3600000"), ("memoryBytes", "from 4194304 to 1073741824 (1024 MiB)"),
                ("stackBytes", "from 65536 to 1073741824 (1024 MiB)"), ("outputBytes", "from 1 to 16777216 (16 MiB)"), ("processes", "from 1 to 256"),
            })
            {
                foreach (var value in new[] { "0", "-1", "-9223372036854775808", "9223372036854775807", "99999999999999999999", "-99999999999999999999", "1073741825" })
                    cases.Add(limit, value, bounds);
                foreach (var value in new[] { "1e99", "1e400", "-1e400", "1e99999999999999999999", "10737418250.0", "1073741825e1", "0.0", "-0", "0e99", "-10e-1" })
                    cases.Add(limit, value, bounds);
                foreach (var value in new[] { "1.5", "5000000.5", "1e-1", "5000001e-1", "1.5e0", "1e-99999999999999999999" })
                    cases.Add(limit, value, "must be a whole number, without a fraction");
                foreach (var value in new[] { "\"5000\"", "null", "true", "[]", "{}", "\"NaN\"", "\"Infinity\"" })
                    cases.Add(limit, value, "must be a whole number, not");
            }

            return cases;
        }
    }

    /// <summary>Broken documents: the field where it breaks.</summary>
    public static TheoryData<string, string> BrokenDocuments => new()
    {
        { "", "body" },
        { " ", "body" },
        { "{", "body" },
        { "nonsense", "body" },
        { "<xml/>", "body" },
        { "[]", "body" },
        { "\"cpp\"", "body" },
        { "null", "body" },
        { "42", "body" },
        { "{} {}", "body" },
        { "{}x", "body" },
        { "{'language':'cpp'}", "body" },
        { "{language:\"cpp\"}", "body" },
        { "{\"language\":\"cpp\",}", "body" },
        { "{\"language\":\"cpp\"/**/}", "body" },
        { "// hi\n{}", "body" },
        { "{\"language\":\"cpp\" \"code\":\"x\"}", "body" },
        { "{\"code\":\"x", "code" },
        { "{\"code\":\"a\nb\"}", "code" },
        { "{\"code\":\"\\x\"}", "code" },
        { "{\"limits\":{\"cpuTimeMs\":NaN}}", "limits.cpuTimeMs" },
        { "{\"limits\":{\"cpuTimeMs\":Infinity}}", "limits.cpuTimeMs" },
        { "{\"limits\":{\"cpuTimeMs\":+1}}", "limits.cpuTimeMs" },
        { "{\"limits\":{\"cpuTimeMs\":01}}", "limits.cpuTimeMs" },
        { "{\"limits\":{\"cpuTimeMs\":0x10}}", "limits.cpuTimeMs" },
        { "{\"files\":[{\"name\":tru}]}", "files[0].name" },
        { "{\"args\":[\"a\",]}", "args" },
        { "{\"x\":" + new string('[', 100) + new string(']', 100) + "}", "x" },
        { "{\"tests\":" + new string('[', 15) + new string(']', 15) + "}", "tests[0]" },
        { new string('[', 100_000), "body" },
        { string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), "a" },
    };

    private static string Repeat(string element, int count) => string.Join(',', Enumerable.Repeat(element, count));
}
