using System.Text;
using CodeRunner.Toolchains.CFamily.Preambles;

namespace CodeRunner.Toolchains.Tests.CFamily.Preambles;

/// <summary>What counts as the preamble of a source.</summary>
public sealed class PreambleTests
{
    [Theory]
    [InlineData("#include <iostream>\nint main() {}\n", "iostream")]
    [InlineData("#include <iostream>\n#include <vector>\n", "iostream vector")]
    [InlineData("#include <vector>\n#include <iostream>\n", "vector iostream")]
    [InlineData("#include <iostream>\n#include <iostream>\n", "iostream iostream")]
    [InlineData("#include <bits/stdc++.h>", "bits/stdc++.h")]
    [InlineData("\uFEFF#include <iostream>\n", "iostream")]
    [InlineData("#include <iostream>\r\n#include <vector>\r\nint x;\r\n", "iostream vector")]
    [InlineData("\n\n  \t# include\t<iostream>  \n", "iostream")]
    [InlineData("#include<iostream>\n", "iostream")]
    [InlineData("// words\n\n#include <iostream> // more\n// and more\n#include <map>\n", "iostream map")]
    [InlineData("/* words\n * #include <set>\n */ #include <iostream>\n/**/#include <map>\n", "iostream map")]
    public void Read_IncludesFirst_AreFound(string source, string expected) =>
        Assert.Equal(expected, string.Join(' ', Preamble.Read(Encoding.UTF8.GetBytes(source))));

    [Theory]
    [InlineData("#include <iostream>\n#define X\n#include <vector>\n", "a macro may change what follows")]
    [InlineData("#include <iostream>\n#include \"own.h\"\n#include <vector>\n", "a file of the user's")]
    [InlineData("#include <iostream>\n#include <own.h>\n", "not a standard header")]
    [InlineData("#include <iostream>\n#include </etc/passwd>\n", "a path")]
    [InlineData("#include <iostream>\n#include <../iostream>\n", "a path")]
    [InlineData("#include <iostream>\n#include < vector>\n", "another name")]
    [InlineData("#include <iostream>\n#include <vector> junk\n", "warned about")]
    [InlineData("#include <iostream>\n#include <vector> /* on\nto the next line */\n", "odd")]
    [InlineData("#include <iostream>\n#include \\\n<vector>\n", "goes on in the next line")]
    [InlineData("#include <iostream>\n#include <vector> // comment \\\n#include <map>\n", "a comment that goes on")]
    [InlineData("#include <iostream>\n// comment \\  \n#include <map>\n", "a comment that goes on")]
    [InlineData("#include <iostream>\n// comment ??/\n#include <map>\n", "a comment that goes on, in trigraphs")]
    [InlineData("#include <iostream>\n/* *\\\n/ #include <map>\n*/\n", "the comment's end is in two lines")]
    [InlineData("#include <iostream>\n/* without end\n#include <map>\n", "no end")]
    [InlineData("#include <iostream>\n#include_next <vector>\n", "another directive")]
    [InlineData("#include <iostream>\n%:include <vector>\n", "a digraph")]
    [InlineData("#include <iostream>\n??=include <vector>\n", "a trigraph")]
    [InlineData("#include <iostream>\n#import <vector>\n", "another directive")]
    [InlineData("#include <iostream>\n#if 1\n#include <vector>\n#endif\n", "a condition")]
    [InlineData("#include <iostream>\n#include HEADER\n", "a macro")]
    [InlineData("#include <iostream>\n#pragma once\n#include <vector>\n", "a pragma")]
    [InlineData("#include <iostream>\nR\"(\n#include <vector>\n)\";\n", "a raw string")]
    [InlineData("#include <iostream>\n\f#include <vector>\n", "odd space")]
    public void Read_AnythingElse_EndsThePreamble(string source, string why)
    {
        Assert.NotEmpty(why);
        Assert.Equal("iostream", string.Join(' ', Preamble.Read(Encoding.UTF8.GetBytes(source))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("int main() {}\n#include <iostream>\n")]
    [InlineData("#define NDEBUG\n#include <cassert>\n")]
    [InlineData("#define _GLIBCXX_DEBUG\n#include <vector>\n")]
    [InlineData("#pragma GCC optimize(\"O3\")\n#include <bits/stdc++.h>\n")]
    [InlineData("#include <>\n")]
    [InlineData("#include <iostream\n")]
    [InlineData("\0#include <iostream>\n")]
    public void Read_NoIncludeFirst_IsEmpty(string source) => Assert.Empty(Preamble.Read(Encoding.UTF8.GetBytes(source)));
}
