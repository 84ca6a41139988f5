using Microsoft.AspNetCore.Http;
using Sluice.Oci.Layout;
using Sluice.Oci.Registry;

namespace Sluice.Oci.Tests.Registry;

public class DownloadFaultTests
{
    private static readonly byte[] Blob = TestImage.Noise(200_000);
    private static readonly Descriptor Wanted = Descriptor.Of("x", Blob);

    [Fact]
    public async Task PullBlob_EndsEarlyWithoutABreak_ResumedFromTheLastByte()
    {
        await using var server = await FaultServer.StartAsync(async (http, server) =>
        {
            var from = (int)(http.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0);
            http.Response.StatusCode = from > 0 ? 206 : 200;
            http.Response.Headers.ContentRange = from > 0 ? $"bytes {from}-{Blob.Length - 1}/{Blob.Length}" : default;
            await http.Response.Body.WriteAsync(Blob.AsMemory(from, Math.Min(30_000, Blob.Length - from)));
        });

        var (outcome, bytes) = await PullAsync(server, retries: 1);

        Assert.True(outcome.IsSuccess, outcome.Error?.Message);
        Assert.Equal(Blob, bytes);
        Assert.Equal(7, server.Requests.Count);
    }

    [Fact]
    public async Task PullBlob_AlwaysTooShort_IsAMismatchWithTheLength()
    {
        await using var server = await FaultServer.StartAsync((http, _) =>
        {
            http.Response.StatusCode = http.Request.Headers.Range.Count > 0 ? 416 : 200;
            return http.Request.Headers.Range.Count > 0 ? Task.CompletedTask : http.Response.Body.WriteAsync(Blob.AsMemory(0, 5)).AsTask();
        });

        var (outcome, _) = await PullAsync(server);

        Assert.Equal(RegistryErrorKind.DigestMismatch, outcome.Error!.Kind);
        Assert.Contains("ended after 5 bytes", outcome.Error.Message);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task PullBlob_MoreThanItShouldBe_IsAMismatch()
    {
        await using var server = await FaultServer.StartAsync((http, _) => http.Response.Body.WriteAsync(new byte[Blob.Length + 1]).AsTask());

        var (outcome, _) = await PullAsync(server);

        Assert.Equal(RegistryErrorKind.DigestMismatch, outcome.Error!.Kind);
    }

    [Fact]
    public async Task PullBlob_AnotherPartThanAsked_IsRefused()
    {
        await using var server = await FaultServer.StartAsync(async (http, server) =>
        {
            http.Response.StatusCode = server.Requests.Count == 1 ? 200 : 206;
            http.Response.Headers.ContentRange = server.Requests.Count == 1 ? default : $"bytes 0-{Blob.Length - 1}/{Blob.Length}";
            await http.Response.Body.WriteAsync(Blob.AsMemory(0, 10));
        });

        var (outcome, _) = await PullAsync(server);

        Assert.Equal(RegistryErrorKind.InvalidContent, outcome.Error!.Kind);
    }

    [Fact]
    public async Task PullBlob_StallsInTheMiddle_ResumedAfterTheAnswerTimeout()
    {
        await using var server = await FaultServer.StartAsync(async (http, server) =>
        {
            if (server.Requests.Count > 1)
            {
                await http.Response.Body.WriteAsync(Blob);
                return;
            }

            await http.Response.Body.WriteAsync(Blob.AsMemory(0, 1000));
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });

        var (outcome, bytes) = await PullAsync(server, answerTimeout: TimeSpan.FromMilliseconds(200));

        Assert.True(outcome.IsSuccess, outcome.Error?.Message);
        Assert.Equal(Blob, bytes);
    }

    [Fact]
    public async Task GetManifest_BreaksInTheMiddle_IsFetchedAgain()
    {
        var manifest = new ImageManifest { Config = ArtifactManifest.EmptyConfig.Descriptor }.ToDocument();
        await using var server = await FaultServer.StartAsync(async (http, server) =>
        {
            http.Response.ContentType = manifest.MediaType;
            http.Response.ContentLength = manifest.Bytes.Length;
            if (server.Requests.Count == 1)
            {
                await http.Response.Body.WriteAsync(manifest.Bytes[..10]);
                await http.Response.Body.FlushAsync();
                http.Abort();
                return;
            }

            await http.Response.Body.WriteAsync(manifest.Bytes);
        });
        using var client = new RegistryClient(new RegistryClientOptions { RetryDelay = TimeSpan.FromMilliseconds(1) });

        Assert.Equal(manifest.Digest, (await client.GetManifestAsync(server.Repository, CancellationToken.None)).Value?.Digest);
    }

    [Fact]
    public async Task Pull_OneLayerIsDamagedOnTheWay_NothingOfItIsKept()
    {
        using var folder = new TemporaryFolder();
        await using var registry = await MemoryRegistry.StartAsync();
        using var client = new RegistryClient(new RegistryClientOptions { RetryDelay = TimeSpan.FromMilliseconds(1) });
        var source = OciLayout.Open(folder.File("source"));
        var manifest = await TestImage.WriteAsync(source, 1000, 2000);
        var pushed = await new ImagePusher(client).PushAsync(source, manifest, registry.Repository, null, CancellationToken.None);
        Assert.True(ImageManifest.TryRead(registry.Manifest("app", "v1"), out var content, out _));
        registry.Fault = async http =>
        {
            if (http.Request.Path.Value!.EndsWith(content.Layers[1].Digest.ToString(), StringComparison.Ordinal))
            {
                await http.Response.Body.WriteAsync(new byte[content.Layers[1].Size]);
                return true;
            }

            return false;
        };
        var target = OciLayout.Open(folder.File("target"));

        var pulled = await new ImagePuller(client).PullAsync(pushed.Value!.Image, target, CancellationToken.None);

        Assert.Equal(RegistryErrorKind.DigestMismatch, pulled.Error!.Kind);
        Assert.False(target.Blobs.Contains(content.Layers[1].Digest));
        Assert.Empty(await target.VerifyAsync(CancellationToken.None));
        Assert.Empty(Directory.GetFiles(Path.Combine(target.Folder, "tmp")));
    }

    private static async Task<(RegistryOutcome<Descriptor> Outcome, byte[] Bytes)> PullAsync(FaultServer server, int retries = 4, TimeSpan? answerTimeout = null)
    {
        using var client = new RegistryClient(new RegistryClientOptions
        {
            RetryDelay = TimeSpan.FromMilliseconds(1),
            Retries = retries,
            AnswerTimeout = answerTimeout ?? TimeSpan.FromSeconds(60),
        });
        using var target = new MemoryStream();
        return (await client.PullBlobAsync(server.Repository, Wanted, target, null, CancellationToken.None), target.ToArray());
    }
}
