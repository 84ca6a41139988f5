using System.Text;

namespace Sluice.Oci.Tests;

public class DocumentTests
{
    private static readonly Descriptor Config = Descriptor.Of(MediaTypes.ImageConfig, "{}"u8);

    [Fact]
    public void ToDocument_Manifest_IsTheCanonicalText()
    {
        var manifest = new ImageManifest
        {
            Config = Config,
            Layers = [Descriptor.Of(MediaTypes.LayerGzip, "abc"u8)],
            Annotations = new Dictionary<string, string> { ["b"] = "ü<&'+>", ["a"] = "\"" },
        };

        Assert.Equal(
            """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","size":3}],"annotations":{"a":"\"","b":"ü<&'+>"}}""",
            Encoding.UTF8.GetString(manifest.ToDocument().Bytes.Span));
    }

    [Fact]
    public void ToDocument_Config_RoundTripsToTheSameBytesWhateverTheOrderOfItsMaps()
    {
        ImageConfig Make(params string[] labels) => new()
        {
            Created = new DateTimeOffset(1970, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)),
            Architecture = "amd64",
            Os = "linux",
            Config = new ContainerConfig
            {
                User = "1654",
                Entrypoint = ["dotnet", "/app/Backend.dll"],
                ExposedPorts = [.. labels.Select(label => $"{label}/tcp")],
                Labels = labels.ToDictionary(label => label, label => "value of " + label),
            },
            RootFs = new RootFileSystem { DiffIds = [Digest.OfNothing] },
            History = [new ImageHistory { CreatedBy = "sluice", EmptyLayer = true }],
        };

        var document = Make("1", "2").ToDocument();
        Assert.Equal(document.Digest, Make("2", "1").ToDocument().Digest);
        Assert.True(ImageConfig.TryRead(document.Bytes.Span, out var read, out _));
        Assert.Equal(document.Digest, read.ToDocument().Digest);
        Assert.Contains("\"created\":\"1970-01-01T00:00:00Z\"", Encoding.UTF8.GetString(document.Bytes.Span));
        Assert.Equal(["1/tcp", "2/tcp"], read.Config!.ExposedPorts!);
    }

    [Fact]
    public void TryRead_DockerConfigWithNulls_Accepted()
    {
        var read = ImageConfig.TryRead(
            """{"architecture":"amd64","os":"linux","config":{"Entrypoint":null,"Labels":null,"ExposedPorts":null,"Cmd":["sh"],"OnBuild":null},"created":"2023-05-04T17:37:03.872958712Z","rootfs":{"type":"layers","diff_ids":null}}"""u8,
            out var config,
            out var error);

        Assert.True(read, error);
        Assert.Empty(config!.RootFs.DiffIds);
        Assert.Equal(["sh"], config.Config!.Cmd!);
    }

    [Fact]
    public void TryRead_DockerManifestAndList_Accepted()
    {
        var manifest = new ImageManifest { MediaType = MediaTypes.DockerManifest, Config = Config with { MediaType = MediaTypes.DockerConfig } }.ToDocument();
        Assert.True(ImageManifest.TryRead(manifest.Bytes.Span, out _, out _));
        Assert.Equal(MediaTypes.DockerManifest, manifest.MediaType);

        var list = new ImageIndex
        {
            MediaType = MediaTypes.DockerManifestList,
            Manifests = [manifest.Descriptor with { Platform = new Platform("arm64", "linux", "v8") }, manifest.Descriptor with { Platform = Platform.LinuxAmd64 }],
        };
        Assert.True(ImageIndex.TryRead(list.ToDocument().Bytes.Span, out var read, out _));
        Assert.Equal("linux/amd64", read.Select(Platform.LinuxAmd64)!.Platform!.ToString());
        Assert.Null(read.Select(new Platform("s390x", "linux")));
    }

    [Theory]
    [InlineData("", "cannot be read")]
    [InlineData("null", "null")]
    [InlineData("{\"schemaVersion\":2}", "config")]
    [InlineData("{\"schemaVersion\":1,\"config\":{\"mediaType\":\"a\",\"digest\":\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"size\":2}}", "schemaVersion 1")]
    [InlineData("{\"config\":{\"mediaType\":\"a\",\"digest\":\"md5:1\",\"size\":2}}", "not a sha256 digest")]
    [InlineData("{\"config\":{\"mediaType\":\"a\",\"digest\":7,\"size\":2}}", "A digest is a text")]
    public void TryRead_BrokenManifest_SaysWhy(string json, string part)
    {
        Assert.False(ImageManifest.TryRead(Encoding.UTF8.GetBytes(json), out _, out var error));
        Assert.Contains(part, error);
    }

    [Fact]
    public void ArtifactManifest_WithoutContent_HasTheEmptyBlobAndItsSubject()
    {
        var artifact = ArtifactManifest.Create("application/vnd.example", Config with { Annotations = new Dictionary<string, string>() }, []);

        Assert.Equal("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", artifact.Layers.Single().Digest.ToString());
        Assert.Equal(Config, artifact.Subject);
    }
}
