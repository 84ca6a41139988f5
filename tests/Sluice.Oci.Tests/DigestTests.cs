using System.Text;

namespace Sluice.Oci.Tests;

public class DigestTests
{
    private const string OfAbc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public async Task Compute_BytesAndStream_GiveThePublishedValueOfAbc()
    {
        Assert.Equal(OfAbc, Digest.Compute("abc"u8).ToString());
        Assert.Equal(OfAbc, (await Digest.ComputeAsync(new MemoryStream(Encoding.ASCII.GetBytes("abc")), CancellationToken.None)).ToString());
        Assert.Equal("ba7816bf8f01", Digest.Parse(OfAbc).ShortHex);
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("sha512:ba78", "not a sha256 digest")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "not a sha256 digest")]
    [InlineData("sha256:ba7816bf", "8 digits")]
    [InlineData("sha256:BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "lower-case")]
    [InlineData("sha256:../../../../../../../../../../../../../../../../../../etc/passw", "lower-case")]
    public void TryParse_NotADigest_SaysWhatIsWrongAndWhatIsAllowed(string? text, string part)
    {
        Assert.False(Digest.TryParse(text, out var digest, out var error));
        Assert.True(digest.IsDefault);
        Assert.Contains(part, error);
        Assert.Contains("64 lower-case hexadecimal digits", error);
    }
}
