using Sluice.Sandbox.Api.Http;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Tests.Api;

public sealed class LabelQueryTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["app"] = "web", ["tier"] = "front", ["x.y/z"] = "1" };

    [Theory]
    [InlineData("", true)]
    [InlineData("app=web", true)]
    [InlineData("app==web,tier=front", true)]
    [InlineData("app=web,tier=back", false)]
    [InlineData("app!=web", false)]
    [InlineData("none!=web", true)]
    [InlineData("app in (api, web)", true)]
    [InlineData("app in (api),tier", false)]
    [InlineData("app notin (api,db)", true)]
    [InlineData("none notin (a)", true)]
    [InlineData("tier", true)]
    [InlineData("!tier", false)]
    [InlineData("!none , x.y/z=1", true)]
    [InlineData("app=", false)]
    public void Matches_Selector(string selector, bool expected) => Assert.Equal(expected, LabelQuery.Parse(selector).Matches(Labels));

    [Theory]
    [InlineData("app in web")]
    [InlineData("=x")]
    [InlineData("app=web tier=front")]
    [InlineData("app>1")]
    public void Parse_Nonsense_IsRefused(string selector) =>
        Assert.Equal(400, Assert.Throws<StatusException>(() => LabelQuery.Parse(selector)).Code);
}
