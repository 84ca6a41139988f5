using System.Net;
using System.Runtime.Versioning;
using Sluice.Oci;
using Sluice.Oci.Layers;
using Sluice.Oci.Layout;
using Sluice.Oci.Registry;
using Sluice.Sandbox.Registry;

namespace Sluice.Sandbox.Tests.Registry;

[SupportedOSPlatform("linux")]
public sealed class RegistryServerTests : IAsyncLifetime, IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("sluice-registry-").FullName;
    private readonly RegistryClient _client = new(new RegistryClientOptions { ChunkSize = 100_000 });
    private readonly HttpClient _http = new();
    private RegistryServer _server = null!;

    public async Task InitializeAsync() => await StartAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    [Fact]
    public async Task PushAndPull_Image_RoundTripsAndTheSecondTimeMovesNothing()
    {
        var (layout, manifest) = await BuildAsync("source", 350_000);
        var pusher = new ImagePusher(_client);
        var image = new ImageReference(_server.Host, "pcbench/backend", "v1");

        var first = await pusher.PushAsync(layout, manifest, image, null, CancellationToken.None);
        var second = await pusher.PushAsync(layout, manifest, image, null, CancellationToken.None);
        var other = await pusher.PushAsync(layout, manifest, image with { Repository = "other" }, "pcbench/backend", null, CancellationToken.None);

        Assert.True(first.IsSuccess, first.Error?.Message);
        Assert.Equal((2, 0, true), (first.Value.BlobsSent, first.Value.BlobsAlreadyThere, first.Value.ManifestSent));
        Assert.Equal(image.WithDigest(manifest), first.Value.Image);
        Assert.True(second.Value!.NothingToDo);
        Assert.Equal((0, 2), (other.Value!.BlobsSent, other.Value.BlobsMounted));

        var target = OciLayout.Open(Path.Combine(_home, "target"));
        var puller = new ImagePuller(_client);
        var pulled = await puller.PullAsync(first.Value.Image, target, CancellationToken.None);
        Assert.True(pulled.IsSuccess, pulled.Error?.Message);
        Assert.Equal(["dotnet", "/app/Backend.dll"], pulled.Value.Config.Config!.Entrypoint!);
        Assert.Empty(await target.VerifyAsync(CancellationToken.None));
        await _server.StopAsync(CancellationToken.None);
        Assert.Equal(0, (await puller.PullAsync(first.Value.Image, target, CancellationToken.None)).Value!.BytesReceived);
    }

    [Fact]
    public async Task PushArtifact_AboutAnImage_IsFoundByTypeAfterARestart()
    {
        var (layout, manifest) = await BuildAsync("source", 10);
        var image = new ImageReference(_server.Host, "backend");
        await new ImagePusher(_client).PushAsync(layout, manifest, image, null, CancellationToken.None);
        var verdict = new OciDocument("application/json", "{\"verdict\":\"passed\"}"u8.ToArray());
        var artifact = ArtifactManifest.Create("application/vnd.example.scan", layout.Resolve(manifest)!, [verdict.Descriptor]);

        var pushed = await _client.PushArtifactAsync(image, artifact, [verdict], CancellationToken.None);
        await RestartAsync();
        image = image with { Host = _server.Host };

        Assert.True(pushed.IsSuccess, pushed.Error?.Message);
        Assert.Equal(pushed.Value.Digest, Assert.Single((await _client.ListReferrersAsync(image, manifest, "application/vnd.example.scan", CancellationToken.None)).Value!).Digest);
        Assert.Empty((await _client.ListReferrersAsync(image, manifest, "application/vnd.other", CancellationToken.None)).Value!);
        Assert.Empty((await _client.ListReferrersAsync(image, verdict.Digest, null, CancellationToken.None)).Value!);
    }

    [Fact]
    public async Task Upload_InterruptedByARestart_GoesOnWithRange()
    {
        var begun = await _http.PostAsync(Url("v2/app/blobs/uploads/"), null);
        var location = begun.Headers.Location!.ToString().TrimStart('/');
        await _http.PatchAsync(Url(location), Part("hello", "0-4"));
        await RestartAsync();

        var wrong = await _http.PatchAsync(Url(location), Part("again", "0-4"));
        var state = await _http.GetAsync(Url(location));
        await _http.PatchAsync(Url(location), Part(" you", "5-8"));
        var closed = await _http.PutAsync(Url($"{location}?digest={Digest.Compute("hello you"u8)}"), null);

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, wrong.StatusCode);
        Assert.Equal("0-4", state.Headers.GetValues("Range").Single());
        Assert.Equal(HttpStatusCode.Created, closed.StatusCode);
        Assert.Equal("hello you", await _http.GetStringAsync(Url($"v2/app/blobs/{Digest.Compute("hello you"u8)}")));
    }

    [Fact]
    public async Task Upload_OtherBytesThanDigest_RefusedAndNotStored()
    {
        var wanted = Digest.Compute("right"u8);
        var where = new ImageReference(_server.Host, "app");

        var outcome = await _client.PushBlobAsync(where, Descriptor.Of("x", "right"u8), () => new MemoryStream("wrong"u8.ToArray()), null, null, CancellationToken.None);

        Assert.Equal(RegistryErrorKind.DigestMismatch, outcome.Error!.Kind);
        Assert.False((await _client.HeadBlobAsync(where, wanted, CancellationToken.None)).Value!.IsPresent);
    }

    [Fact]
    public async Task Upload_SameBlobFromManyAtOnce_AllSucceed()
    {
        var blob = new byte[300_000];
        var where = new ImageReference(_server.Host, "app");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            _client.PushBlobAsync(where, Descriptor.Of("x", blob), () => new MemoryStream(blob), null, null, CancellationToken.None)));

        Assert.All(outcomes, outcome => Assert.True(outcome.IsSuccess, outcome.Error?.Message));
        Assert.True((await _client.HeadBlobAsync(where, Digest.Compute(blob), CancellationToken.None)).Value!.IsPresent);
    }

    [Fact]
    public async Task Tags_InPages_AreAllListed()
    {
        var (layout, manifest) = await BuildAsync("source", 10);
        var image = new ImageReference(_server.Host, "app");
        foreach (var tag in new[] { "c", "a", "b" })
        {
            await new ImagePusher(_client).PushAsync(layout, manifest, image.WithTag(tag), null, CancellationToken.None);
        }

        var page = await _http.GetAsync(Url("v2/app/tags/list?n=2"));

        Assert.Equal(["a", "b", "c"], (await _client.ListTagsAsync(image, CancellationToken.None)).Value!);
        Assert.Equal("</v2/app/tags/list?n=2&last=b>; rel=\"next\"", page.Headers.GetValues("Link").Single());
        Assert.Equal(RegistryErrorKind.NotFound, (await _client.ListTagsAsync(image with { Repository = "none" }, CancellationToken.None)).Error!.Kind);
    }

    [Theory]
    [InlineData("v2/..%2f..%2fetc/manifests/x", "NAME_INVALID")]
    [InlineData("v2/_blobs/tags/list", "NAME_INVALID")]
    [InlineData("v2/Upper/tags/list", "NAME_INVALID")]
    [InlineData("v2/app/blobs/sha256:..%2f..%2fx", "DIGEST_INVALID")]
    [InlineData("v2/app/manifests/..", "UNSUPPORTED")]
    [InlineData("v2/app/manifests/.x", "TAG_INVALID")]
    [InlineData("v2/app/manifests/none", "MANIFEST_UNKNOWN")]
    [InlineData("v2/app/blobs/uploads/..%2fx", "BLOB_UPLOAD_UNKNOWN")]
    [InlineData("v2/app/blobs/uploads/x", "BLOB_UPLOAD_UNKNOWN")]
    public async Task Get_WhatIsNotThere_AnswersWithTheCode(string path, string code)
    {
        var response = await _http.GetAsync(Url(path));

        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.NotFound });
        Assert.Contains($"\"code\":\"{code}\"", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task PutManifest_WithoutItsBlobs_Refused()
    {
        var manifest = new ImageManifest { Config = ArtifactManifest.EmptyConfig.Descriptor }.ToDocument();

        var outcome = await _client.PutManifestAsync(new ImageReference(_server.Host, "app", "v1"), manifest, CancellationToken.None);

        Assert.Equal(RegistryErrorKind.Rejected, outcome.Error!.Kind);
        Assert.Contains("push blob", outcome.Error.Message);
    }

    [Fact]
    public async Task Blob_Range_IsServed()
    {
        var where = new ImageReference(_server.Host, "app");
        await _client.PushBlobAsync(where, Descriptor.Of("x", "0123456789"u8), () => new MemoryStream("0123456789"u8.ToArray()), null, null, CancellationToken.None);
        using var request = new HttpRequestMessage(HttpMethod.Get, Url($"v2/app/blobs/{Digest.Compute("0123456789"u8)}")) { Headers = { Range = new(4, null) } };

        using var response = await _http.SendAsync(request);

        Assert.Equal((HttpStatusCode.PartialContent, "456789"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    private static StringContent Part(string text, string range)
    {
        var content = new StringContent(text);
        content.Headers.TryAddWithoutValidation("Content-Range", range);
        return content;
    }

    private Uri Url(string path) => new($"http://{_server.Host}/{path}");

    private async Task StartAsync()
    {
        _server = new RegistryServer(Path.Combine(_home, "registry"), IPAddress.Loopback, 0, TimeProvider.System);
        await _server.StartAsync(CancellationToken.None);
    }

    private async Task RestartAsync()
    {
        await _server.DisposeAsync();
        await StartAsync();
    }

    private async Task<(OciLayout Layout, Digest Manifest)> BuildAsync(string name, int size)
    {
        var layout = OciLayout.Open(Path.Combine(_home, name));
        var content = new byte[size];
        new Random(1).NextBytes(content);
        var layer = await LayerBuilder.BuildAsync([LayerEntry.FromBytes("app/Backend.dll", content)], layout.Blobs.NewTemporaryPath(), null, CancellationToken.None);
        layout.Adopt(layer);
        var config = await layout.PutAsync(
            new ImageConfig
            {
                Architecture = "amd64",
                Os = "linux",
                Config = new ContainerConfig { Entrypoint = ["dotnet", "/app/Backend.dll"] },
                RootFs = new RootFileSystem { DiffIds = [layer.DiffId] },
            }.ToDocument(),
            CancellationToken.None);
        var manifest = await layout.PutManifestAsync(new ImageManifest { Config = config, Layers = [layer.Descriptor] }.ToDocument(), name, CancellationToken.None);
        return (layout, manifest.Digest);
    }
}
