namespace Sluice.Oci.Tests;

public class ImageReferenceTests
{
    private const string SomeDigest = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Theory]
    [InlineData("127.77.0.1:5000/pcbench/backend", "127.77.0.1:5000", "pcbench/backend", null, false)]
    [InlineData("localhost/backend:v1.5.0-beta2", "localhost", "backend", "v1.5.0-beta2", false)]
    [InlineData("registry.example.org/a/b__c/d-e.f:_x", "registry.example.org", "a/b__c/d-e.f", "_x", false)]
    [InlineData("[::1]:5000/a:t@" + SomeDigest, "[::1]:5000", "a", "t", true)]
    [InlineData("h:1/a@" + SomeDigest, "h:1", "a", null, true)]
    public void Parse_WellFormed_PartsAndTextRoundTrip(string text, string host, string repository, string? tag, bool pinned)
    {
        var reference = ImageReference.Parse(text);

        Assert.Equal((host, repository, tag, pinned), (reference.Host, reference.Repository, reference.Tag, reference.IsPinned));
        Assert.Equal(text, reference.ToString());
        Assert.Equal(pinned ? SomeDigest : tag ?? "latest", reference.ManifestName);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("backend:v1", "names no registry host")]
    [InlineData("pcbench/backend", "names no registry host")]
    [InlineData("localhost:99999/a", "not a host[:port]")]
    [InlineData("localhost:5000/Backend", "\"Backend\" is not a repository")]
    [InlineData("localhost:5000/../etc", "is not a repository")]
    [InlineData("localhost:5000/a//b", "is not a repository")]
    [InlineData("localhost:5000/a:", "is not a tag")]
    [InlineData("localhost:5000/a:.x", "is not a tag")]
    [InlineData("localhost:5000/a\n", "is not a repository")]
    [InlineData("localhost:5000/a@sha256:12", "2 digits")]
    public void TryParse_Malformed_SaysWhatIsWrong(string text, string part)
    {
        Assert.False(ImageReference.TryParse(text, out _, out var error));
        Assert.Contains(part, error);
    }

    [Fact]
    public void TryParse_RepositoryOf256Characters_Refused()
    {
        Assert.False(ImageReference.TryParse("localhost/" + new string('a', 256), out _, out var error));
        Assert.Contains("at most 255", error);
    }
}
