using System.Text;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Tests.Fakes;

namespace CodeRunner.Gateway.Tests.Api.CodeRunner;

/// <summary>What a program wrote is shown as text that is always valid, and in base64 exactly.</summary>
public sealed class OutputTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    public static TheoryData<byte[], string> Outputs => new()
    {
        { "plain\n"u8.ToArray(), "plain\n" },
        { "é😀"u8.ToArray(), "é😀" },
        { [0x61, 0xFF, 0x62], "a\uFFFDb" },
        { [0xC3, 0x28], "\uFFFD(" },
        { [0xED, 0xA0, 0x80], "\uFFFD\uFFFD\uFFFD" },
        { [0xF0, 0x9F, 0x98], "\uFFFD" },
        { [0xE2, 0x82], "\uFFFD" },
        { [0x61, 0x00, 0x62], "a\0b" },
        { [0x1B, 0x5B, 0x33, 0x31, 0x6D], "\u001b[31m" },
        { [0x01, 0x7F, 0x0D, 0x0A, 0x22, 0x5C], "\u0001\u007f\r\n\"\\" },
        { [0xC2, 0x85, 0xE2, 0x80, 0xA8], "\u0085\u2028" },
        { "</script><!--"u8.ToArray(), "</script><!--" },
        { Enumerable.Range(0, 256).Select(static value => (byte)value).ToArray(), Encoding.UTF8.GetString([.. Enumerable.Range(0, 256).Select(static value => (byte)value)]) },
        { [.. new byte[16383], .. "😀é"u8], new string('\0', 16383) + "😀é" },
        { [.. new byte[16382], 0xF0, 0x9F], new string('\0', 16382) + "\uFFFD" },
        { [.. new byte[16382], 0xF0, 0x9F, 0x41], new string('\0', 16382) + "\uFFFDA" },
    };

    [Theory]
    [MemberData(nameof(Outputs))]
    public async Task Status_AnyBytes_AreValidTextAndExactBase64(byte[] bytes, string text)
    {
        var submission = Submissions.Add(hasTests: true).Finish(Samples.Result(Samples.Test(Verdict.WrongAnswer) with { Stdout = new Blob(bytes), Stderr = new Blob(bytes) })
            with
        { Compile = new CompileResult(true, new Blob(bytes), false, Samples.Usage, null) });

        var plain = await App.GetAsync($"/status?id={submission.Id}");
        var exact = (await App.GetAsync($"/status?id={submission.Id}&encoding=base64")).Json;

        Assert.DoesNotContain(plain.Text, char.IsControl);
        foreach (var name in new[] { "output", "stdout", "stderr", "compileOutput" })
        {
            Assert.Equal(text, plain.Json.GetProperty(name).GetString());
            Assert.Equal(bytes, exact.GetProperty(name).GetBytesFromBase64());
        }

        Assert.Equal(text, plain.Json.GetProperty("tests")[0].GetProperty("stdout").GetString());
        Assert.Equal(bytes, exact.GetProperty("tests")[0].GetProperty("stderr").GetBytesFromBase64());
    }

    [Fact]
    public async Task Status_RandomBytes_AreReadAsTheStandardSays()
    {
        var random = new Random(42);
        for (var round = 0; round < 20; round++)
        {
            var bytes = new byte[random.Next(1, 40_000)];
            random.NextBytes(bytes);
            var submission = Submissions.Add().Finish(Samples.Result(Samples.Test() with { Stdout = new Blob(bytes) }));

            var reply = await App.GetAsync($"/status?id={submission.Id}");

            Assert.Equal(Encoding.UTF8.GetString(bytes), reply.Json.GetProperty("stdout").GetString());
        }
    }

    [Fact]
    public async Task Status_ManyMegabytes_ArriveWhole()
    {
        var bytes = new byte[16 << 20];
        Array.Fill(bytes, (byte)'x');
        bytes[^1] = 0xFF;
        var submission = Submissions.Add().Finish(Samples.Result(Samples.Test() with { Stdout = new Blob(bytes) }));

        var plain = (await App.GetAsync($"/status?id={submission.Id}")).Json.GetProperty("stdout").GetString()!;
        var exact = (await App.GetAsync($"/status?id={submission.Id}&encoding=base64")).Json.GetProperty("stdout").GetBytesFromBase64();

        Assert.Equal(bytes.Length, plain.Length);
        Assert.EndsWith("xx\uFFFD", plain, StringComparison.Ordinal);
        Assert.Equal(bytes, exact);
    }
}
