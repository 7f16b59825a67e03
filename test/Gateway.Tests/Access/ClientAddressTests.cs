using System.Net;
using CodeRunner.Gateway.Access;

namespace CodeRunner.Gateway.Tests.Access;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("::1", "::1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    public void Describe_Address_IsTheClient(string address, string expected) =>
        Assert.Equal(expected, ClientAddress.Describe(IPAddress.Parse(address)));

    [Fact]
    public void Describe_NoAddress_IsLocal() => Assert.Equal("local", ClientAddress.Describe(null));
}
