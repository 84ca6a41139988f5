using Sluice.Oci.Registry;

namespace Sluice.Oci.Tests.Registry;

public class ChallengeParserTests
{
    [Theory]
    [InlineData("Basic", "Basic")]
    [InlineData("Basic realm=\"a, b\"", "Basic realm=[a, b]")]
    [InlineData("bearer realm = \"https://x/t\" ,service=x,scope=\"repository:a:pull,push repository:b:pull\"", "bearer realm=[https://x/t] scope=[repository:a:pull,push repository:b:pull] service=[x]")]
    [InlineData("Negotiate, NTLM, Basic realm=\"r\"", "Negotiate|NTLM|Basic realm=[r]")]
    [InlineData("Negotiate YWJj/+==, Basic realm=r", "Negotiate|Basic realm=[r]")]
    [InlineData("Custom a=\"x\\\"y\\\\\", b=1, Bearer realm=\"https://r\"", "Custom a=[x\"y\\] b=[1]|Bearer realm=[https://r]")]
    [InlineData(", ,Basic realm=\"\", ,", "Basic realm=[]")]
    [InlineData("Basic realm=\"never ends", "Basic realm=[never ends]")]
    [InlineData("Basic realm=\"ends in an escape\\", "Basic realm=[ends in an escape\\]")]
    [InlineData("Bearer realm=\"x\",REALM=\"y\"", "Bearer realm=[x]")]
    [InlineData("=nonsense", "")]
    [InlineData("", "")]
    public void Parse_Header_GivesItsChallenges(string header, string expected)
    {
        var challenges = ChallengeParser.Parse(header)
            .Select(challenge => string.Join(' ', challenge.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}=[{pair.Value}]").Prepend(challenge.Scheme)));

        Assert.Equal(expected, string.Join('|', challenges));
    }

    [Fact]
    public void Parse_AnyTextFromThoseCharacters_Ends()
    {
        var random = new Random(7);
        const string Characters = "aB=,\" \\/\t;~0";
        for (var round = 0; round < 20_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(12)).Select(_ => Characters[random.Next(Characters.Length)])]);
            Assert.All(ChallengeParser.Parse(text), challenge => Assert.NotEmpty(challenge.Scheme));
        }
    }

    [Fact]
    public void From_BearerWithoutRealmBesideBasic_IsBasic()
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("WWW-Authenticate", ["Bearer error=\"invalid_token\"", "Basic realm=\"r\""]);

        Assert.False(AuthChallenge.From(response)!.IsBearer);
    }

    [Theory]
    [InlineData("repository:a:pull", "repository:a:push", "repository:a:pull,push")]
    [InlineData("repository:b:pull", "repository:a:push,pull", "repository:a:pull,push repository:b:pull")]
    [InlineData("repository:host:5000/x:pull", "", "repository:host:5000/x:pull")]
    public void Union_Scopes_IsOneFixedForm(string some, string others, string expected)
        => Assert.Equal(expected, string.Join(' ', AuthScope.Union(some.Split(' '), others.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
}
