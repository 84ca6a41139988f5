using FsCheck;
using FsCheck.Fluent;
using Sluice.Model.Values;

namespace Sluice.Model.Tests.Values;

public class RefPatternTests
{
    // Few signs, so that random patterns and names meet.
    private static readonly Gen<string> s_piece = Gen.Elements("a", "b", "ab", "/", "*", "**", "a?", "b+", "[ab]", "[a-b]+", "[0-9]", "-", "\\*");
    private static readonly Gen<string> s_pattern = s_piece.NonEmptyListOf().Select(pieces => string.Concat(pieces.Take(6)));
    private static readonly Gen<string> s_name = Gen.Elements('a', 'b', '/', '-', '5', '*').NonEmptyListOf().Select(signs => string.Concat(signs.Take(8)));

    [Theory]
    [InlineData("main", "main")]
    [InlineData("*", "main")]
    [InlineData("release/*", "release/1.2")]
    [InlineData("release/**", "release/1/2")]
    [InlineData("**", "a/b/c")]
    [InlineData("v[0-9]+.[0-9]+.[0-9]+", "v1.50.0")]
    [InlineData("v[0-9]+.[0-9]+.[0-9]+-beta[0-9]+", "v1.5.0-beta12")]
    [InlineData("colou?r", "color")]
    [InlineData("colou?r", "colour")]
    [InlineData("fix-\\*", "fix-*")]
    [InlineData("[a-a]x", "ax")]
    public void Matches_NameThatIsMeant_Yes(string pattern, string name) => Assert.True(Pattern(pattern).Matches(name));

    [Theory]
    [InlineData("main", "main2")]
    [InlineData("main", "Main")]
    [InlineData("*", "a/b")]
    [InlineData("release/*", "release/1/2")]
    [InlineData("v[0-9]+.[0-9]+.[0-9]+", "v1.5.0-beta2")]
    [InlineData("v[0-9]+.[0-9]+.[0-9]+", "v1.5")]
    [InlineData("v[0-9]+.[0-9]+.[0-9]+", "v1x5x0")]
    [InlineData("[a-a]x", "-x")]
    [InlineData("fix-\\*", "fix-1")]
    [InlineData("a+", "")]
    public void Matches_AnotherName_No(string pattern, string name) => Assert.False(Pattern(pattern).Matches(name));

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("+a")]
    [InlineData("*+")]
    [InlineData("a++")]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("[z-a]")]
    [InlineData("!main")]
    [InlineData("a b")]
    [InlineData("a~1")]
    [InlineData("a\\")]
    public void Parse_NoPattern_SaysWhy(string text)
    {
        Assert.Null(RefPattern.Parse(text, out var problem));
        Assert.NotNull(problem);
    }

    [Fact]
    public void Parse_EndlessText_Refused() => Assert.Null(RefPattern.Parse(new string('a', 1000), out _));

    [Theory]
    [InlineData("main", "main", "main")]
    [InlineData("*", "*", "a")]
    [InlineData("v*", "v[0-9]+", "v0")]
    [InlineData("release/*", "*", null)]
    [InlineData("v[0-9]+.[0-9]+", "v[0-9]+.[0-9]+-beta[0-9]+", null)]
    [InlineData("a?", "b?", null)]
    [InlineData("a+b", "ab+", "ab")]
    public void Common_TwoPatterns_NameThatBothMatchOrNone(string one, string other, string? expected)
    {
        var common = RefPattern.Common(Pattern(one), Pattern(other));

        Assert.Equal(expected is null, common is null);
        Assert.True(expected is null || common!.Length == expected.Length, common);
    }

    [Fact]
    public void Common_ManyStars_FoundOrNotInShortTime()
    {
        var stars = string.Concat(Enumerable.Repeat("*a", 60));

        Assert.NotNull(RefPattern.Common(Pattern(stars + "b"), Pattern(stars + "*b")));
        Assert.Null(RefPattern.Common(Pattern(stars + "b"), Pattern(stars + "c")));
    }

    [Fact]
    public void Common_RandomPatterns_IsMatchedByBoth() => Prop.ForAll(
        s_pattern.ToArbitrary(),
        s_pattern.ToArbitrary(),
        s_name.ToArbitrary(),
        (one, other, name) =>
        {
            if (RefPattern.Parse(one, out _) is not { } first || RefPattern.Parse(other, out _) is not { } second)
            {
                return true;
            }

            // What is found is a name of both; and where none is found, no name that we try is.
            return RefPattern.Common(first, second) is { } common
                ? first.Matches(common) && second.Matches(common)
                : !(first.Matches(name) && second.Matches(name));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithQuietOnSuccess(true));

    /// <summary>The same patterns as regular expressions: two ways to the same answer.</summary>
    [Fact]
    public void Matches_RandomPatterns_AsTheRegularExpression() => Prop.ForAll(
        s_pattern.ToArbitrary(),
        s_name.ToArbitrary(),
        (pattern, name) => RefPattern.Parse(pattern, out _) is not { } parsed
            || parsed.Matches(name) == System.Text.RegularExpressions.Regex.IsMatch(name, Expression(pattern))).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithQuietOnSuccess(true));

    private static string Expression(string pattern) => "^" + pattern
        .Replace("\\*", "\u0001", StringComparison.Ordinal)
        .Replace("**", "\u0002", StringComparison.Ordinal)
        .Replace("*", "[^/]*", StringComparison.Ordinal)
        .Replace("\u0002", ".*", StringComparison.Ordinal)
        .Replace("\u0001", "\\*", StringComparison.Ordinal) + "$";

    private static RefPattern Pattern(string text) => RefPattern.Parse(text, out var problem) ?? throw new ArgumentException(problem, nameof(text));
}
