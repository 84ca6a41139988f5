using FsCheck;
using FsCheck.Fluent;
using Sluice.Model.Versions;

namespace Sluice.Model.Tests.Versions;

public class ReleaseVersionTests
{
    private static readonly Gen<string> s_number = Gen.OneOf(Gen.Choose(0, 12).Select(number => $"{number}"), Gen.Elements("9999999999", "10000000000"));
    private static readonly Gen<string> s_identifier = Gen.OneOf(
        s_number, Gen.Elements("beta", "beta1", "beta2", "beta10", "beta01", "beta1x", "beta1x2", "beta-1", "rc1", "a", "A", "-", "0a", "x-y-z", "--"));
    private static readonly Gen<string> s_text =
        from core in s_number.ArrayOf(3)
        from identifiers in s_identifier.ListOf()
        select string.Join('.', core) + (identifiers.Count > 0 ? $"-{string.Join('.', identifiers.Take(3))}" : "");

    [Theory]
    [InlineData("0.0.4")]
    [InlineData("1.2.3")]
    [InlineData("10.20.30")]
    [InlineData("1.5.0-beta2")]
    [InlineData("1.1.2-prerelease")]
    [InlineData("1.0.0-alpha.beta.1")]
    [InlineData("1.0.0-alpha0.valid")]
    [InlineData("1.0.0-0A.is.legal")]
    [InlineData("1.0.0-0")]
    [InlineData("1.2.3----RC-SNAPSHOT.12.9.1--.12")]
    [InlineData("99999999999999999999999.999999999999999999.99999999999999999")]
    public void TryParse_Version_WithAndWithoutV(string text)
    {
        Assert.Equal(text, Parse(text).ToString());
        Assert.Equal(Parse(text), Parse($"v{text}"));
    }

    [Theory]
    [InlineData("", "is empty", null)]
    [InlineData("v", "lacks a number", null)]
    [InlineData("1", "1 number instead", "1.0.0")]
    [InlineData("1.5", "2 numbers instead", "1.5.0")]
    [InlineData("v1.5.0.2", "4 numbers instead", null)]
    [InlineData("1..0", "lacks a number", null)]
    [InlineData("1.05.0", "05 with a zero", "1.5.0")]
    [InlineData("V1.5.0", "'V1'", "1.5.0")]
    [InlineData("-1.5.0", "lacks a number", null)]
    [InlineData("1.5.0beta2", "'0beta2'", "1.5.0-beta2")]
    [InlineData("1.5-beta2", "2 numbers instead", "1.5.0-beta2")]
    [InlineData("1.5.0-", "nothing after the '-'", null)]
    [InlineData("1.5.0-beta..2", "nothing between", null)]
    [InlineData("1.5.0-beta.", "nothing between", null)]
    [InlineData("1.5.0-beta.01", "01 with a zero", null)]
    [InlineData("1.5.0-beta_2", "'_'", null)]
    [InlineData("1.5.0-bêta", "'ê'", null)]
    [InlineData("1.٥.0", "'٥'", null)]
    [InlineData("1.5.0+build.7", "build metadata", "1.5.0")]
    [InlineData("1.5.0-beta2+build", "build metadata", "1.5.0-beta2")]
    [InlineData("latest", "'latest'", null)]
    public void TryParse_NoVersion_SaysWhatIsWrongAllowedAndMeant(string text, string what, string? meant)
    {
        Assert.False(ReleaseVersion.TryParse(text, out _, out var error));

        Assert.Contains(what, error, StringComparison.Ordinal);
        Assert.Contains("Allowed: X.Y.Z or X.Y.Z-betaN", error, StringComparison.Ordinal);
        Assert.Equal(meant, error.Split("Did you mean ") is [_, var guess] ? guess.TrimEnd('?') : null);
    }

    [Fact]
    public void TryParse_TooLong_IsRefusedAndNotRepeatedWhole()
    {
        Assert.False(ReleaseVersion.TryParse($"1.5.0-{new string('b', 5000)}", out _, out var error));
        Assert.InRange(error.Length, 1, 400);
        Assert.False(ReleaseVersion.TryParse(null, out _, out _));
    }

    // The chain that section 11 of SemVer 2.0 gives, and what teams count with.
    [Theory]
    [InlineData("1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "2.0.0", "2.1.0", "2.1.1")]
    [InlineData("1.4.9", "1.5.0-beta1", "1.5.0-beta2", "1.5.0-beta9", "1.5.0-beta10", "1.5.0-beta11", "1.5.0", "1.5.1-beta1", "1.10.0-beta1", "1.10.0")]
    [InlineData("1.0.0-1", "1.0.0-2", "1.0.0-10", "1.0.0--", "1.0.0-A", "1.0.0-a", "1.0.0-a1", "1.0.0-a01", "1.0.0-a2", "1.0.0-a2b", "1.0.0-a10", "1.0.0-ab")]
    public void CompareTo_Chain_Ascends(params string[] chain)
    {
        for (var index = 0; index < chain.Length; index++)
        {
            for (var other = 0; other < chain.Length; other++)
            {
                Assert.Equal(index.CompareTo(other), Math.Sign(Parse(chain[index]).CompareTo(Parse(chain[other]))));
            }
        }
    }

    [Theory]
    [InlineData("1.5.0-beta2", "1.5.0-beta3")]
    [InlineData("1.5.0-beta9", "1.5.0-beta10")]
    [InlineData("1.5.0-rc.1", "1.5.0-rc.2")]
    [InlineData("1.5.0-beta", "1.5.0-beta1")]
    [InlineData("1.5.0-99999999999999999999", "1.5.0-100000000000000000000")]
    public void NextPreRelease_Version_CountsUp(string version, string next)
    {
        Assert.Equal(next, Parse(version).NextPreRelease().ToString());
        Assert.True(Parse(version).NextPreRelease() > Parse(version));
    }

    [Fact]
    public void CompareTo_AnyVersions_IsATotalOrderAndZeroForEqualOnesOnly() => Prop.ForAll(
        Arb.From(s_text.Select(Parse).ArrayOf(3)),
        versions =>
        {
            var (a, b, c) = (versions[0], versions[1], versions[2]);
            return Math.Sign(a.CompareTo(b)) == -Math.Sign(b.CompareTo(a))
                && (a.CompareTo(b) == 0) == (a == b)
                && (a > b || b > c || a <= c);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20000));

    // Where no word holds digits there is no addition to the book.
    [Fact]
    public void CompareTo_NoDigitsInWords_IsThePrecedenceOfTheBook()
    {
        var plain = Gen.OneOf(s_number, Gen.Elements("alpha", "beta", "a-b", "A", "-", "a"));
        var text = from core in Gen.Choose(0, 2).ArrayOf(3) from identifiers in plain.ListOf() select (core, identifiers.Take(4).ToArray());
        Prop.ForAll(
            Arb.From(text.Two()),
            pair => Math.Sign(Book(pair.Item1, pair.Item2)) == Math.Sign(Parse(Write(pair.Item1)).CompareTo(Parse(Write(pair.Item2))))).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void TryParse_WrittenVersion_ComesBack() =>
        Prop.ForAll(Arb.From(s_text), text => Parse(text).ToString() == text).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void TryParse_AnyText_IsReadOrRefusedAndWhatIsMeantCanBeRead() => Prop.ForAll(
        Arb.From(Gen.Elements('v', '1', '0', '.', '-', '+', 'b', ' ', '\n', 'é').ArrayOf().Select(signs => new string(signs))),
        text => ReleaseVersion.TryParse(text, out var version, out var error)
            ? version.ToString() == text.Trim().TrimStart('v')
            : error.Split("Did you mean ") is not [_, var guess] || ReleaseVersion.TryParse(guess.TrimEnd('?'), out _, out _)).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static string Write((int[] Core, string[] Identifiers) version) =>
        string.Join('.', version.Core) + (version.Identifiers.Length > 0 ? $"-{string.Join('.', version.Identifiers)}" : "");

    private static int Book((int[] Core, string[] Identifiers) one, (int[] Core, string[] Identifiers) other)
    {
        var cores = one.Core.Zip(other.Core).Select(pair => pair.First.CompareTo(pair.Second)).FirstOrDefault(difference => difference != 0);
        if (cores != 0 || one.Identifiers.Length == 0 || other.Identifiers.Length == 0)
        {
            return cores != 0 ? cores : (other.Identifiers.Length > 0 ? 1 : 0) - (one.Identifiers.Length > 0 ? 1 : 0);
        }

        var words = one.Identifiers.Zip(other.Identifiers).Select(pair => (decimal.TryParse(pair.First, out var a), decimal.TryParse(pair.Second, out var b)) switch
        {
            (true, true) => a.CompareTo(b),
            (true, false) => -1,
            (false, true) => 1,
            _ => string.CompareOrdinal(pair.First, pair.Second),
        }).FirstOrDefault(difference => difference != 0);
        return words != 0 ? words : one.Identifiers.Length - other.Identifiers.Length;
    }

    private static ReleaseVersion Parse(string text) =>
        ReleaseVersion.TryParse(text, out var version, out var error) ? version : throw new FormatException(error);
}
